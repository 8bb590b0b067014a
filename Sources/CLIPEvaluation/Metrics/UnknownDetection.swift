/// How well scores tell pictures of the known classes from others: the area under the ROC curve of three scores.
public struct UnknownDetection: Sendable, Hashable {
    /// Pictures of the classes that the model was asked about.
    public let known: Int
    /// Pictures of classes that were held out.
    public let unknown: Int
    /// By the best class's probability.
    public let probability: Estimate
    /// By the best class's product: its cosine where classes come from words, its logit where a head learned them.
    public let product: Estimate
    /// By the distance of the two best probabilities.
    public let margin: Estimate

    /// Judges answers for known and unknown pictures; there must be both.
    public init(
        known: ClassPredictions, unknown: ClassPredictions, bootstrap: Bootstrap
    ) throws(EvaluationError) {
        guard known.count > 0, unknown.count > 0 else {
            throw EvaluationError(
                "pictures of known classes and of unknown ones are needed: there are \(known.count) and \(unknown.count)"
            )
        }
        (self.known, self.unknown) = (known.count, unknown.count)
        func scores(_ value: (ClassPredictions, Int) -> Float) -> [Float] {
            (0..<known.count).map { value(known, $0) } + (0..<unknown.count).map { value(unknown, $0) }
        }
        let lists = [
            scores { $0.confidence($1) }, scores { $0.products[$1 * $0.depth] },
            scores { answers, picture in
                let first = picture * answers.depth
                return answers.depth > 1
                    ? answers.probabilities[first] - answers.probabilities[first + 1]
                    : answers.probabilities[first]
            },
        ]
        let curves = lists.map { ROCArea(positives: known.count, scores: $0) }
        let all = Array(0..<Int32(known.count + unknown.count))
        let values = all.withUnsafeBufferPointer { drawn in curves.map { $0.area(drawn) } }
        let resampled = bootstrap.values(of: all.count) { drawn in curves.map { $0.area(drawn) } }
        let estimates = Bootstrap.estimates(values, resampled)
        (probability, product, margin) = (estimates[0], estimates[1], estimates[2])
    }
}

/// The area under the ROC curve: how often a positive example scores above a negative one, equal scores counting half.
struct ROCArea {
    private let positives: Int
    /// The rank of each example's score, from 0; equal scores share one.
    private let ranks: [Int32]
    private let rankCount: Int

    /// - Parameters:
    ///   - positives: how many of the first examples are positive; the others are negative.
    init(positives: Int, scores: [Float]) {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var ranks = [Int32](repeating: 0, count: scores.count)
        var rank: Int32 = -1
        var last: Float?
        for place in order {
            if scores[place] != last { rank += 1 }
            last = scores[place]
            ranks[place] = rank
        }
        (self.positives, self.ranks, rankCount) = (positives, ranks, Int(rank) + 1)
    }

    /// The area over drawn examples; not a number when all are of one kind.
    func area(_ drawn: UnsafeBufferPointer<Int32>) -> Double {
        var positive = [Int32](repeating: 0, count: rankCount)
        var negative = positive
        for place in drawn {
            let rank = Int(ranks[Int(place)])
            if place < positives { positive[rank] += 1 } else { negative[rank] += 1 }
        }
        var (below, pairs, positiveSum) = (0.0, 0.0, 0.0)
        for rank in 0..<rankCount {
            let (up, down) = (Double(positive[rank]), Double(negative[rank]))
            pairs += up * (below + down / 2)
            below += down
            positiveSum += up
        }
        return pairs / (positiveSum * below)
    }
}
