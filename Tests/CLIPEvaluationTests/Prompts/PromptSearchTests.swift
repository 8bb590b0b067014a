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
            Self.features([0, 0, 1, 1]), pool: try Self.pool(["w {}", "n {}", "g {}", "h {}"]).templates,
            naming: .usual(Self.classes), scale: 10, known: []
        ) { Self.encode($0) }
        #expect(search.templates.map(\.text) == ["g {}"])
        #expect(search.pictures == 4 && search.candidates == 4 && search.folds == 4)
        let step = try #require(search.steps.first)
        #expect(step.right == 4 && step.heldOutRight == 4)
        // Cosines 0.8 and 0: log(1 / (1 + e⁻⁸)).
        #expect(abs(step.logLikelihood + 0.000_335_406) < 1e-8)
        #expect(step.heldOutLogLikelihood == step.logLikelihood)
    }

    @Test("what does not beat a known set on held-out pictures is not taken")
    func guarded() async throws {
        // By the photo template both classes have one vector, so the first is always taken.
        let weak = try await PromptSearch(
            Self.features([0, 0, 1, 1]), pool: try Self.pool(["w {}", "n {}"]).templates,
            naming: .usual(Self.classes), scale: 10, known: [.photo, .plain]
        ) { texts in
            // The label alone points at its class.
            Self.encode(texts.map { $0 == "cat" || $0 == "dog" ? "g \($0)" : $0 })
        }
        #expect(weak.kept == .plain && weak.templates == TemplateSet.plain.templates)
        #expect(weak.known.map(\.right) == [2, 4] && weak.steps.count == 1)
        let strong = try await PromptSearch(
            Self.features([0, 0, 1, 1]), pool: try Self.pool(["w {}", "g {}"]).templates,
            naming: .usual(Self.classes), scale: 10, known: [.photo]
        ) { texts in Self.encode(texts) }
        #expect(strong.kept == nil && strong.templates.map(\.text) == ["g {}"])
        #expect(strong.candidates == 2, "the known set is no candidate")
        // The label alone points less surely at its class, but at the right one.
        let equal = try await PromptSearch(
            Self.features([0, 0, 1, 1]), pool: try Self.pool(["g {}"]).templates,
            naming: .usual(Self.classes), scale: 10, known: [.plain]
        ) { texts in Self.encode(texts.map { $0 == "cat" || $0 == "dog" ? "h \($0)" : $0 }) }
        #expect(equal.known.map(\.right) == [4] && equal.steps.map(\.heldOutRight) == [4])
        #expect(equal.known[0].logLikelihood < equal.steps[0].heldOutLogLikelihood)
        #expect(equal.kept == .plain && equal.templates == TemplateSet.plain.templates)
    }

    @Test("one picture, or several labels, are no search")
    func refused() async throws {
        let pool = try Self.pool(["g {}"])
        await #expect(throws: EvaluationError.self) {
            try await PromptSearch(
                Self.features([0]), pool: pool.templates, naming: .usual(Self.classes), scale: 1
            ) { Self.encode($0) }
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
