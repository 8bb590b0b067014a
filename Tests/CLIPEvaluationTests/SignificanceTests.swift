import CLIP
import Testing

@testable import CLIPEvaluation

@Suite("Significance")
struct SignificanceTests {
    @Test("McNemar's test is SciPy's: exact for few flips, chi-square with continuity for many")
    func mcnemar() throws {
        let table = try EvaluationGolden().doubles("mcnemar")
        for row in stride(from: 0, to: table.count, by: 3) {
            let test = McNemar(onlyFirst: Int(table[row]), onlySecond: Int(table[row + 1]))
            #expect(abs(test.p - table[row + 2]) <= 1e-12 * max(1, table[row + 2]))
            #expect((test.method == .exact) == (table[row] + table[row + 1] < 25))
            #expect((test.statistic == nil) == (test.method == .exact))
        }
    }

    private func answers(_ predicted: [String], given: [String]) -> BaselineAnswers {
        BaselineAnswers(
            dataset: "d", split: "val", model: "m", space: "s",
            ids: predicted.indices.map { "picture \($0)" },
            given: given, predicted: predicted)
    }

    /// Two classes on a line; the third picture is taken for the wrong one.
    private var result: ClassificationResult {
        ClassificationResult(
            EmbeddingMatrix(rows: 4, dimension: 1, values: [1, 1, -1, -1]),
            by: LinearClassifier(vectors: EmbeddingMatrix(rows: 2, dimension: 1, values: [1, -1]), scale: 1),
            given: [0, 0, 0, 1], names: ["a", "b"], bootstrap: Bootstrap(resamples: 50))
    }

    private let ids = (0..<4).map { "picture \($0)" }

    @Test("flips, classes and their change are told by pictures")
    func comparison() throws {
        let comparison = try BaselineComparison(
            result, names: ["a", "b"], ids: ids,
            baseline: answers(["b", "a", "a", "b"], given: ["a", "a", "a", "a"]),
            bootstrap: Bootstrap(resamples: 50))
        #expect(
            comparison.flips == [
                .init(picture: 0, isGained: true, before: "b"),
                .init(picture: 2, isGained: false, before: "a"),
            ])
        #expect(comparison.test == McNemar(onlyFirst: 1, onlySecond: 1))
        #expect(comparison.before.value == 0.75)
        #expect(comparison.change.value == 0)
        #expect(comparison.change.interval.map { $0.lowerBound < 0 && $0.upperBound > 0 } == true)
        #expect(comparison.classes.isEmpty)
        #expect(comparison.relabelled == 1)
    }

    @Test("a class that lost comes before one that gained")
    func classes() throws {
        let comparison = try BaselineComparison(
            result, names: ["a", "b"], ids: ids,
            baseline: answers(["a", "a", "a", "a"], given: ["a", "a", "a", "b"]),
            bootstrap: Bootstrap(resamples: 0))
        #expect(comparison.classes.map(\.name) == ["a", "b"])
        #expect(comparison.classes.map(\.before) == [1, 0])
        #expect(comparison.classes.map(\.after) == [2.0 / 3, 1])
    }

    @Test("a picture that is listed twice is compared with its own two answers")
    func twice() throws {
        let ids = ["p", "p", "q", "p"]
        func comparison(_ others: [String]) throws(EvaluationError) -> BaselineComparison {
            let given = ["a", "a", "a", "b"]
            return try BaselineComparison(
                result, names: ["a", "b"], ids: ids,
                baseline: BaselineAnswers(
                    dataset: "d", split: nil, model: "m", space: "s", ids: others, given: given,
                    predicted: ["a", "a", "b", "b"]), bootstrap: Bootstrap(resamples: 0))
        }
        let same = try comparison(ids)
        #expect(same.relabelled == 0 && same.flips.isEmpty && same.before.value == 0.75)
        #expect(throws: EvaluationError.self) { try comparison(["p", "q", "q", "p"]) }
    }

    @Test("a baseline of other pictures is refused")
    func others() {
        let error = #expect(throws: EvaluationError.self) {
            try BaselineComparison(
                result, names: ["a", "b"], ids: ["x"] + ids.dropFirst(),
                baseline: answers(["b", "a", "a", "b"], given: ["a", "a", "a", "b"]),
                bootstrap: Bootstrap(resamples: 0))
        }
        #expect(error?.message.contains("it has no x") == true)
    }
}
