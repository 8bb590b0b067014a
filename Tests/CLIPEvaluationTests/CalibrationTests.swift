import CLIP
import CLIPTestSupport
import Testing

@testable import CLIPEvaluation

@Suite("Calibration, against SciPy")
struct CalibrationTests {
    @Test("a temperature is fitted on one half and judged on the other")
    func temperature() throws {
        let golden = try EvaluationGolden()
        let halves = TemperatureFit.halves(golden.given, seed: golden.bootstrap.seed)
        #expect(halves.fit == (try golden.file.integers("fit")))
        #expect(Set(halves.fit).isDisjoint(with: halves.judge))
        #expect(halves.fit.count + halves.judge.count == golden.given.count)
        let fit = try TemperatureFit(
            golden.images, by: golden.classifier, given: golden.given, bootstrap: golden.bootstrap)
        let expected = try golden.doubles("temperature")
        // The minimum is flat: the reference knows its place to some 1e-6.
        #expect(abs(fit.temperature / expected[0] - 1) < 1e-5)
        #expect(abs(fit.calibrationError.before.value - expected[1]) < 1e-5)
        #expect(abs(fit.calibrationError.after.value - expected[2]) < 1e-5)
        #expect(abs(fit.logLoss.before.value - expected[3]) < 1e-5)
        #expect(abs(fit.logLoss.after.value - expected[4]) < 1e-5)
        #expect(fit.reliability.bins.reduce(0) { $0 + $1.count } == fit.judged)
        #expect(abs(fit.reliabilityBefore.expectedError - expected[1]) < 1e-5)
        let intervals = try golden.doubles("temperature_intervals")
        let changes = [fit.logLoss, fit.calibrationError].flatMap { [$0.before, $0.after, $0.difference] }
        for (place, estimate) in changes.enumerated() {
            let interval = try #require(estimate.interval)
            #expect(abs(interval.lowerBound - intervals[2 * place]) < 1e-5, "\(place)")
            #expect(abs(interval.upperBound - intervals[2 * place + 1]) < 1e-5, "\(place)")
        }
        #expect(
            abs(fit.logLoss.difference.value - fit.logLoss.after.value + fit.logLoss.before.value) < 1e-12)
    }

    @Test("where every answer is right, or none better than chance, it is an error that says so")
    func impossible() {
        let vectors = EmbeddingMatrix(rows: 2, dimension: 2, values: [1, 0, 0, 1])
        let images = EmbeddingMatrix(rows: 4, dimension: 2, values: [1, 0, 1, 0, 0, 1, 0, 1])
        let classifier = LinearClassifier(vectors: vectors, scale: 10)
        let right = #expect(throws: EvaluationError.self) {
            try TemperatureFit(images, by: classifier, given: [0, 0, 1, 1], bootstrap: Bootstrap())
        }
        #expect(right?.message.contains("every answer is right") == true)
        let wrong = #expect(throws: EvaluationError.self) {
            try TemperatureFit(images, by: classifier, given: [1, 1, 0, 0], bootstrap: Bootstrap())
        }
        #expect(wrong?.message.contains("no better than chance") == true)
    }

    @Test("bins leave their lower bound out", arguments: [(Float(0), 0), (0.25, 0), (0.2500001, 1), (1, 3)])
    func bins(confidence: Float, bin: Int) {
        #expect(Reliability.bin(of: confidence, 4) == bin)
    }

    @Test("the expected error is the mean distance of confidence and accuracy")
    func expectedError() {
        let reliability = Reliability([0.9, 0.9, 0.6, 0.6], right: [true, false, true, true], bins: 2)
        // All in the upper bin: confidence 0.75, accuracy 0.75.
        #expect(abs(reliability.expectedError) < 1e-6)
        let split = Reliability([0.9, 0.9, 0.4, 0.4], right: [true, false, true, true], bins: 2)
        #expect(abs(split.expectedError - (0.4 + 0.6) / 2) < 1e-6)
        #expect(abs(split.largestError - 0.6) < 1e-6)
    }
}
