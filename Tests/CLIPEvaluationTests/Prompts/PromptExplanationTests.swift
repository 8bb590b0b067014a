import CLIP
import CLIPEvaluation
import Testing

@Suite("Wordings of one picture")
struct PromptExplanationTests {
    /// Vectors of the plane by name.
    private static func plane(_ texts: [String], _ known: [String: [Float]]) throws -> EmbeddingMatrix {
        let rows = try texts.map { try #require(known[$0], "asked for \"\($0)\"") }
        return EmbeddingMatrix(rows: rows.count, dimension: 2, values: Array(rows.joined()))
    }

    private let image = EmbeddingMatrix(rows: 1, dimension: 2, values: [1, 0])

    @Test("texts share one softmax, and each word's loss changes the cosine")
    func texts() async throws {
        let known: [String: [Float]] = [
            "red cat": [0.6, 0.8], "cat": [0.8, 0.6], "red": [0, 1], "dog": [0.28, 0.96],
        ]
        let explanation = try await PromptExplanation(
            image: image, wordings: [Wording("red cat"), Wording("dog")], scale: 10
        ) { try Self.plane($0, known) }
        let (first, second) = (explanation.matches[0], explanation.matches[1])
        #expect(first.cosine == 0.6 && first.logit == 6)
        // 1 / (1 + e^(2.8 − 6))
        #expect(abs(try #require(first.probability) - 0.960_834_3) < 1e-6)
        #expect(abs(try #require(second.probability) - 0.039_165_7) < 1e-6)
        #expect(first.words.map(\.word) == ["red", "cat"])
        #expect(first.words.map(\.cosineWithout) == [0.8, 0])
        #expect(abs(first.words[0].change - 0.2) < 1e-6 && abs(first.words[1].change + 0.6) < 1e-6)
        #expect(second.words.isEmpty, "without its only word no text is left")
    }

    @Test("labels share a softmax with those in the same template")
    func templates() async throws {
        let known: [String: [Float]] = ["cat": [0.8, 0.6], "dog": [0.6, 0.8], "x": [1, 0]]
        let wordings = [
            Wording("cat", label: "cat", template: "{}"), Wording("dog", label: "dog", template: "{}"),
            Wording("x", label: "cat", template: "x{}"),
        ]
        let explanation = try await PromptExplanation(image: image, wordings: wordings, scale: 1, bias: -2) {
            try Self.plane($0, known)
        }
        #expect(abs(explanation.matches[0].logit + 1.2) < 1e-6)
        // 1 / (1 + e^-0.2)
        #expect(abs(try #require(explanation.matches[0].probability) - 0.549_834) < 1e-6)
        #expect(explanation.matches[2].probability == nil, "alone softmax would always say 1")
    }

    @Test("nothing to say, or the same twice, is refused")
    func refused() async throws {
        await #expect(throws: EvaluationError.self) {
            try await PromptExplanation(image: image, wordings: [], scale: 1) { try Self.plane($0, [:]) }
        }
        await #expect(throws: EvaluationError.self) {
            try await PromptExplanation(
                image: image, wordings: [Wording("cat"), Wording("cat")], scale: 1
            ) { try Self.plane($0, [:]) }
        }
    }
}
