/// The numbers that sum up single-label answers, with their intervals.
struct ClassificationScores {
    let metrics: [Metric]

    /// What is counted of a picture.
    private struct Answer {
        let given: Int32
        let predicted: Int32
        let isInBest: Bool
        let bin: Int32
        let confidence: Float
    }

    /// The metrics' names, in the order of their values.
    private static let names = [
        "acc1", "acc5", "mean_per_class_recall", "balanced_accuracy", "macro_f1", "weighted_f1", "ece",
    ]

    /// - Parameter given: each picture's class.
    init(_ predictions: ClassPredictions, given: [Int], _ bootstrap: Bootstrap) {
        let answers = given.indices.map { picture in
            let confidence = predictions.confidence(picture)
            return Answer(
                given: Int32(given[picture]), predicted: Int32(predictions.predicted(picture)),
                isInBest: predictions.ranks[picture] < Int32(ClassPredictions.mostKept),
                bin: Int32(Reliability.bin(of: confidence, Reliability.usualBins)), confidence: confidence)
        }
        let classes = predictions.classes
        let values = answers.withUnsafeBufferPointer { answers in
            let all = (0..<Int32(answers.count)).map(\.self)
            return all.withUnsafeBufferPointer { Self.values(answers, $0, classes) }
        }
        let resampled = answers.withUnsafeBufferPointer { answers in
            nonisolated(unsafe) let answers = answers
            return bootstrap.values(of: answers.count) { Self.values(answers, $0, classes) }
        }
        let estimates = Bootstrap.estimates(values, resampled)
        metrics = zip(Self.names, estimates).map { Metric($0, $1) }
    }

    private static func values(
        _ answers: UnsafeBufferPointer<Answer>, _ drawn: UnsafeBufferPointer<Int32>, _ classes: Int
    ) -> [Double] {
        var totals = ClassTotals(classes: classes)
        var inBest = 0
        var counts = [Int](repeating: 0, count: Reliability.usualBins)
        var hits = counts
        var sums = [Double](repeating: 0, count: Reliability.usualBins)
        // Pointers, because this runs for every example of every resample.
        totals.withCounters { given, predicted, right in
            counts.withUnsafeMutableBufferPointer { counts in
                hits.withUnsafeMutableBufferPointer { hits in
                    sums.withUnsafeMutableBufferPointer { sums in
                        for place in drawn {
                            let answer = answers[Int(place)]
                            let isRight = answer.given == answer.predicted
                            given[Int(answer.given)] += 1
                            predicted[Int(answer.predicted)] += 1
                            right[Int(answer.given)] += isRight ? 1 : 0
                            inBest += answer.isInBest ? 1 : 0
                            counts[Int(answer.bin)] += 1
                            hits[Int(answer.bin)] += isRight ? 1 : 0
                            sums[Int(answer.bin)] += Double(answer.confidence)
                        }
                    }
                }
            }
        }
        let n = Double(max(drawn.count, 1))
        let recall = totals.meanRecall
        return [
            Double(hits.reduce(0, +)) / n, Double(inBest) / n, recall, recall, totals.macroF1,
            totals.weightedF1, Reliability.expectedError(counts, sums, hits),
        ]
    }
}
