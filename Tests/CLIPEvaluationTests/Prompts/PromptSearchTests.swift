import CLIP
import CLIPData
import CLIPEvaluation
import Testing

@Suite("Search for an ensemble")
struct PromptSearchTests {
    private static let classes = [DatasetClass("cat"), DatasetClass("dog")]

    /// Vectors of space by the texts' first letters: "g" points at the class, "n" at nothing, "w" at the other class.
    private static func encode(_ texts: [String]) -> EmbeddingMatrix {
        let rows = texts.map { text -> [Float] in
            let isCat = text.hasSuffix("cat")
            switch text.first {
            case "g": return isCat ? [1, 0, 0] : [0, 1, 0]
            case "h": return isCat ? [0.8, 0, 0.6] : [0, 0.8, 0.6]
            case "n": return [0, 0, 1]
            default: return isCat ? [0, 1, 0] : [1, 0, 0]
            }
        }
        return EmbeddingMatrix(rows: rows.count, dimension: 3, values: Array(rows.joined()))
    }

    private static func pool(_ templates: [String]) throws -> PromptSet {
        try PromptSet(
            name: "pool", templates: templates.map { try PromptTemplate($0) }, naming: .usual(classes))
    }

    private static func features(_ targets: [Int]) -> LabelledEmbeddings {
        let values = targets.flatMap { $0 == 0 ? [0.8, 0, 0.6] : [0, 0.8, 0.6] as [Float] }
        return LabelledEmbeddings(
            embeddings: EmbeddingMatrix(rows: targets.count, dimension: 3, values: values),
            targets: targets.map { [$0] }, captions: targets.map { _ in [] },
            ids: targets.indices.map { "\($0)" }, digests: targets.map { _ in [] }, classes: classes)
    }

    @Test("the template that separates is found, and nothing that does not help is added")
    func greedy() async throws {
        let search = try await PromptSearch(
            Self.features([0, 0, 1, 1]), pool: try Self.pool(["w {}", "n {}", "g {}", "h {}"]), scale: 10
        ) { Self.encode($0) }
        #expect(search.templates.map(\.text) == ["g {}"])
        #expect(search.pictures == 4 && search.candidates == 4 && search.folds == 4)
        let step = try #require(search.steps.first)
        #expect(step.right == 4 && step.heldOutRight == 4)
        // Cosines 0.8 and 0: log(1 / (1 + e⁻⁸)).
        #expect(abs(step.logLikelihood + 0.000_335_406) < 1e-8)
        #expect(step.heldOutLogLikelihood == step.logLikelihood)
    }

    @Test("the ensemble's score is that of its vectors, made unit")
    func ensemble() async throws {
        // Alone each template has one class right; together both.
        func encode(_ texts: [String]) -> EmbeddingMatrix {
            let rows = texts.map { text -> [Float] in
                switch text {
                case "p cat": [1, 0, 0]
                case "p dog": [0.8, 0.6, 0]
                case "q cat": [0.6, 0.8, 0]
                default: [0, 1, 0]
                }
            }
            return EmbeddingMatrix(rows: rows.count, dimension: 3, values: Array(rows.joined()))
        }
        let targets = [0, 0, 1, 1]
        let values: [Float] = [1, 0, 0, 0.96, 0.28, 0, 0, 1, 0, 0.6, 0.8, 0]
        let features = LabelledEmbeddings(
            embeddings: EmbeddingMatrix(rows: 4, dimension: 3, values: values), targets: targets.map { [$0] },
            captions: targets.map { _ in [] }, ids: ["a", "b", "c", "d"], digests: targets.map { _ in [] },
            classes: Self.classes)
        let search = try await PromptSearch(features, pool: try Self.pool(["q {}", "p {}"]), scale: 2) {
            encode($0)
        }
        // Both first steps have all four right … by the likelihood "q" is the better one: dog's vector is right on it.
        let first = try #require(search.steps.first)
        #expect(first.right >= 3)
        for step in search.steps { #expect(step.logLikelihood < 0 && step.right <= 4) }
    }

    @Test("one picture, or several labels, are no search")
    func refused() async throws {
        let pool = try Self.pool(["g {}"])
        await #expect(throws: EvaluationError.self) {
            try await PromptSearch(Self.features([0]), pool: pool, scale: 1) { Self.encode($0) }
        }
        await #expect(throws: EvaluationError.self) {
            try await UnlabelledSearch(Self.features([0]).embeddings, pool: pool, scale: 1) {
                Self.encode($0)
            }
        }
    }

    @Test("without labels the templates that decide stand out, and those that favour a class do not")
    func unlabelled() async throws {
        let pool = try Self.pool(["n {}", "g {}", "no {}", "nn {}", "h {}"])
        let search = try await UnlabelledSearch(
            Self.features([0, 0, 1, 1]).embeddings, pool: pool, scale: 10
        ) {
            Self.encode($0)
        }
        // Products of "g": 0.8 and 0 by turns, mean 0.4, so 0.4 is left; of "h" 1 and 0.36, mean 0.68, so 0.32.
        #expect(search.candidates.prefix(2).map(\.template.text) == ["g {}", "h {}"])
        #expect(abs(search.candidates[0].score - 4) < 1e-5 && abs(search.candidates[1].score - 3.2) < 1e-5)
        #expect(search.candidates.dropFirst(2).allSatisfy { abs($0.score) < 1e-5 && !$0.isChosen })
        #expect(search.templates.first?.text == "g {}" && search.pictures == 4)
    }

    @Test("the bundled pool is broad, has a place in every template, and none twice")
    func bundled() {
        let pool = TemplatePool.broad
        #expect(pool.count >= 200 && Set(pool.map(\.text)).count == pool.count)
        #expect(TemplateSet.openai80.templates.allSatisfy { pool.contains($0) })
    }
}
