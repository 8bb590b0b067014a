import CLIP
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIPEvaluation

@Suite("Classification, against scikit-learn")
struct ClassificationTests {
    /// Of probabilities, which come from cosines in single precision.
    private let bound = 2e-6

    @Test("metrics and their intervals", arguments: [1, 2, 5])
    func metrics(threads: Int) throws {
        let golden = try EvaluationGolden(threads: threads)
        let result = golden.result()
        let expected = try golden.doubles("metrics")
        let intervals = try golden.doubles("intervals")
        #expect(
            result.metrics.map(\.name) == [
                "acc1", "acc5", "mean_per_class_recall", "balanced_accuracy", "macro_f1", "weighted_f1",
                "ece",
            ])
        for (index, metric) in result.metrics.enumerated() {
            let bound = metric.name == "ece" ? bound : 1e-12
            #expect(abs(metric.estimate.value - expected[index]) <= bound, "\(metric.name)")
            let interval = try #require(metric.estimate.interval)
            #expect(abs(interval.lowerBound - intervals[2 * index]) <= bound, "\(metric.name)")
            #expect(abs(interval.upperBound - intervals[2 * index + 1]) <= bound, "\(metric.name)")
        }
        #expect(result.metric("acc1") == result.metrics[0].estimate)
    }

    @Test("the best classes, their probabilities, and where the given one came")
    func predictions() throws {
        let golden = try EvaluationGolden()
        let answers = golden.result().predictions
        #expect(answers.best.map(Int.init) == (try golden.file.integers("predicted")))
        #expect(answers.ranks.map(Int.init) == (try golden.file.integers("rank")))
        #expect(
            distance(answers.probabilities.map(Double.init), try golden.doubles("probabilities")) <= bound)
        #expect(
            distance(answers.givenProbabilities.map(Double.init), try golden.doubles("given_probability"))
                <= bound)
    }

    @Test("confusion matrix and the table of classes")
    func classes() throws {
        let golden = try EvaluationGolden()
        let result = golden.result()
        #expect(result.confusion.counts.map(Int.init) == (try golden.file.integers("confusion")))
        let expected = try golden.doubles("per_class")
        let count = golden.names.count
        let rows = result.classes
        #expect(
            distance(rows.map { $0.precision?.value ?? 0 }, Array(expected[..<count])) <= 1e-12)
        #expect(distance(rows.map { $0.recall?.value ?? 0 }, Array(expected[count..<2 * count])) <= 1e-12)
        #expect(distance(rows.map(\.f1), Array(expected[2 * count..<3 * count])) <= 1e-12)
        #expect(rows.map { Double($0.support) } == Array(expected[(3 * count)...]))
        #expect(rows[count - 1].recall == nil)
        let confused = result.confusion.mostConfused(3)
        #expect(
            confused.allSatisfy {
                $0.given != $0.predicted && $0.count == result.confusion[$0.given, $0.predicted]
            })
        #expect(confused.map(\.count) == confused.map(\.count).sorted(by: >))
    }

    @Test("mistakes come with the most confident first")
    func mistakes() throws {
        let result = try EvaluationGolden().result()
        let wrong = result.mistakes()
        #expect(wrong.count == result.given.count - Int(result.metrics[0].estimate.value * 150 + 0.5))
        let confidences = wrong.map(result.predictions.confidence)
        #expect(confidences == confidences.sorted(by: >))
        #expect(result.mistakes(3) == Array(wrong.prefix(3)))
    }

    @Test("equal products stay in the order of the classes")
    func ties() {
        let vectors = EmbeddingMatrix(rows: 3, dimension: 1, values: [1, 1, 1])
        let answers = ClassPredictions(
            EmbeddingMatrix(rows: 3, dimension: 1, values: [1, 1, 1]),
            by: LinearClassifier(vectors: vectors, scale: 1), given: [0, 2, nil])
        #expect(answers.best == [0, 1, 2, 0, 1, 2, 0, 1, 2])
        #expect(answers.ranks == [0, 2, -1])
        #expect(answers.givenProbabilities[2] == 0)
    }

    @Test("a head's bias is part of its scores")
    func bias() {
        let head = LinearClassifier(
            vectors: EmbeddingMatrix(rows: 2, dimension: 1, values: [1, 1]), bias: [0, 3], scale: 1)
        let answers = ClassPredictions(
            EmbeddingMatrix(rows: 1, dimension: 1, values: [2]), by: head, given: [0])
        #expect(answers.products == [5, 2])
        #expect(answers.best == [1, 0])
    }

    @Test("Wilson's interval stays within 0 to 1", arguments: [(0, 10), (10, 10), (3, 10), (1, 1)])
    func wilson(hits: Int, trials: Int) throws {
        let interval = try #require(Estimate(part: hits, of: trials).interval)
        #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
        #expect(interval.lowerBound < interval.upperBound)
        // Its ends are where the observed part is 1.96 deviations from them.
        let (n, p) = (Double(trials), Double(hits) / Double(trials))
        for end in [interval.lowerBound, interval.upperBound] where end > 1e-9 && end < 1 - 1e-9 {
            let deviation = (end * (1 - end) / n).squareRoot()
            #expect(abs(abs(end - p) / deviation - 1.959964) < 1e-5)
        }
    }

    @Test("without resamples there are no intervals")
    func noIntervals() throws {
        let golden = try EvaluationGolden()
        let result = ClassificationResult(
            golden.images, by: golden.classifier, given: golden.given, names: golden.names,
            bootstrap: Bootstrap(resamples: 0))
        #expect(result.metrics.allSatisfy { $0.estimate.interval == nil })
    }
}
