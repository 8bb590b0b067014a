import CLIP
import CLIPData
import CLIPNumerics
import Testing

@testable import CLIPProbes

@Suite("Cross-validation")
struct CrossValidationTests {
    /// Two classes left and right of zero, with one example on the wrong side.
    private func examples(wrong: Int?) throws -> LabelledFeatures {
        var random = RandomState(seed: 4)
        var values: [Float] = []
        var labels: [Int] = []
        for index in 0..<60 {
            let side: Float = index % 2 == 0 ? -1 : 1
            values += [side + 0.2 * Float(random.normal()), Float(random.normal())]
            labels.append(index == wrong ? 1 - index % 2 : index % 2)
        }
        return try LabelledFeatures(
            EmbeddingMatrix(rows: 60, dimension: 2, values: values), labels: labels, classes: 2)
    }

    @Test("each example is judged by a head that has not seen it")
    func unseen() throws {
        let examples = try examples(wrong: nil)
        let logits = try CrossValidation(folds: 5, seed: 1).logits(
            of: examples, by: LogisticMethod(lambda: 1))
        let parts = try StratifiedSplit(
            labels: examples.labels, fractions: [Double](repeating: 0.2, count: 5), seed: 1
        ).parts
        #expect(parts.joined().sorted() == Array(0..<60))
        for part in parts {
            let rest = (0..<60).filter { !part.contains($0) }
            let head = try LogisticMethod(lambda: 1).fit(ProbeTask(training: examples.selecting(rest))).head
            let expected = head.logits(of: examples.selecting(part).features, compute: .shared)
            for (row, place) in part.enumerated() {
                #expect(Array(logits[place * 2..<place * 2 + 2]) == Array(expected[row * 2..<row * 2 + 2]))
            }
        }
    }

    @Test("a wrong label is contradicted by the others' head", arguments: [6, 17])
    func contradicted(wrong: Int) throws {
        let examples = try examples(wrong: wrong)
        let (logits, lambda) = try CrossValidation().logisticLogits(of: examples)
        #expect(lambda > 0)
        let against = (0..<60).filter { place in
            let (given, other) = (examples.labels[place], 1 - examples.labels[place])
            return logits[place * 2 + given] < logits[place * 2 + other]
        }
        #expect(against == [wrong])
    }

    @Test("an example alone in its class, which no head that judges it can know, does not decide λ")
    func alone() throws {
        let examples = try examples(wrong: 6)
        let (_, expected) = try CrossValidation().logisticLogits(of: examples)
        let more = try LabelledFeatures(
            examples.features.appending(EmbeddingMatrix(rows: 1, dimension: 2, values: [0, 9])),
            labels: examples.labels + [2], classes: 3)
        let (logits, lambda) = try CrossValidation().logisticLogits(of: more)
        #expect(lambda == expected)
        #expect(logits[60 * 3 + 2] == LinearHead.absent)
    }

    @Test("too few examples are refused")
    func tooFew() throws {
        let few = try examples(wrong: nil).selecting(Array(0..<9))
        #expect(throws: ProbeError.self) { try CrossValidation().logisticLogits(of: few) }
    }
}
