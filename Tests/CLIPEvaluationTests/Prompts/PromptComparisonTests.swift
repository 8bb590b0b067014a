import CLIP
import CLIPData
import CLIPEvaluation
import Testing

@Suite("Sets of prompts side by side")
struct PromptComparisonTests {
    /// Texts on the circle, by their degrees.
    private static func encode(_ texts: [String], _ known: [String: [Float]]) throws -> EmbeddingMatrix {
        let rows = try texts.map { try #require(known[$0], "asked for \"\($0)\"") }
        return EmbeddingMatrix(rows: rows.count, dimension: 2, values: Array(rows.joined()))
    }

    private let classes = [DatasetClass("red_cat", called: ["red_cat"]), DatasetClass("dog_2")]
    private let vectors: [String: [Float]] = [
        // Good: the classes lie on the axes.
        "red cat": [1, 0], "dog 2": [0, 1],
        // Bad: the wrong way round.
        "red_cat!": [0, 1], "dog_2!": [1, 0], "red cat!": [0, 1], "dog 2!": [1, 0],
        // Between.
        "a red cat": [0.8, 0.6], "a dog 2": [0.6, 0.8],
    ]

    private func features(_ targets: [[Int]], _ values: [Float]) -> LabelledEmbeddings {
        LabelledEmbeddings(
            embeddings: EmbeddingMatrix(rows: targets.count, dimension: 2, values: values), targets: targets,
            captions: targets.map { _ in [] }, ids: targets.indices.map { "\($0).jpg" },
            digests: targets.map { _ in [] }, classes: classes)
    }

    private func set(_ name: String, _ templates: [String], _ naming: ClassNaming? = nil) throws -> PromptSet
    {
        try PromptSet(
            name: name, templates: templates.map { try PromptTemplate($0) }, naming: naming ?? .usual(classes)
        )
    }

    /// Five pictures of the two classes, near their axes; one without a label.
    private var pictures: LabelledEmbeddings {
        features([[0], [0], [1], [1], [1], []], [1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8, 0.28, 0.96, 1, 0])
    }

    @Test("accuracy, gains and losses by class, and the spread over single templates")
    func numbers() async throws {
        let comparison = try await PromptComparison(
            pictures, sets: [try set("wrong", ["{}!"]), try set("both", ["{}", "a {}", "{}!"])]
        ) { try Self.encode($0, vectors) }
        #expect(comparison.count == 5 && comparison.unlabelled == 1)
        #expect(comparison.given == [0, 0, 1, 1, 1])
        let (wrong, both) = (comparison.sets[0], comparison.sets[1])
        #expect(wrong.accuracy.value == 0 && wrong.predicted == [1, 1, 0, 0, 0])
        #expect(wrong.difference == nil && wrong.singles.isEmpty && wrong.spread == nil)
        // The sums are (1.8, 1.6) and (1.6, 1.8): each picture decides by its larger coordinate.
        #expect(both.accuracy.value == 1 && both.meanPerClassRecall.value == 1)
        #expect(both.classes.map(\.gained) == [2, 3] && both.classes.map(\.lost) == [0, 0])
        #expect(both.classes.map(\.support) == [2, 3] && both.classes.map(\.right) == [2, 3])
        #expect(both.singles.map(\.right) == [5, 5, 0])
        let spread = try #require(both.spread)
        #expect(
            spread.worst.template == "{}!" && spread.median.template == "{}" && spread.best.template == "{}")
        let difference = try #require(both.difference)
        #expect(difference.accuracy.value == 1 && difference.test.onlySecond == 5)
        // 2 · (1/2)⁵
        #expect(difference.test.p == 0.0625 && difference.adjustedP == 0.0625)
    }

    @Test("each text is encoded once, whatever sets it stands in")
    func encodedOnce() async throws {
        var asked: [[String]] = []
        _ = try await PromptComparison(
            pictures, sets: [try set("one", ["{}", "a {}"]), try set("two", ["a {}", "{}!"])]
        ) { texts in
            asked.append(texts)
            return try Self.encode(texts, vectors)
        }
        #expect(asked == [["red cat", "a red cat", "dog 2", "a dog 2", "red cat!", "dog 2!"]])
    }

    @Test("ways of calling classes: as they are, raw, cleaned, from a file")
    func naming() throws {
        #expect(ClassNaming.usual(classes).names == [["red cat"], ["dog 2"]])
        #expect(ClassNaming.raw(classes).names == [["red_cat"], ["dog_2"]])
        #expect(try ClassNaming.cleaned(classes).names == [["red cat"], ["dog"]])
        let set = ClassNameSet(
            name: "own",
            entries: [
                .init(keys: ["dog_2"], names: ["hound", "dog"]), .init(keys: ["red_cat"], names: ["cat"]),
            ])
        #expect(try ClassNaming.named(set, classes).names == [["cat"], ["hound", "dog"]])
        let same = [DatasetClass("apple_1"), DatasetClass("apple_2")]
        #expect(throws: DatasetError.self) { try ClassNaming.cleaned(same) }
    }

    @Test("several names of a class share its ensemble; own prompts are found by either name")
    func texts() throws {
        let naming = ClassNaming(name: "own", names: [["cat", "tom"], ["dog"]])
        #expect(
            try set("x", ["a {}", "{}"], naming).texts == [
                ["a cat", "cat", "a tom", "tom"], ["a dog", "dog"],
            ])
        let own = try ClassPrompts([("red_cat", ["a fox?"]), ("dog_2", ["barks", "a {}"])])
        let set = try PromptSet(name: "own", prompts: own, classes: classes)
        #expect(
            set.texts == [["a fox?"], ["barks", "a dog_2"]] && set.templates.isEmpty && set.naming == nil)
        let lacking = try ClassPrompts([("red_cat", ["a fox?"])])
        #expect(throws: PromptError.self) {
            try PromptSet(name: "own", prompts: lacking, classes: classes)
        }
    }

    @Test("names that make it worse show as worse")
    func worse() async throws {
        let comparison = try await PromptComparison(
            pictures,
            sets: [
                try set("good", ["{}"]),
                try set("bad", ["{}!"], .raw(classes)),
            ]
        ) { try Self.encode($0, vectors) }
        let difference = try #require(comparison.sets[1].difference)
        #expect(difference.accuracy.value == -1 && difference.test.onlyFirst == 5)
        #expect(comparison.sets[1].classes.map(\.lost) == [2, 3])
    }

    @Test("what cannot be compared is refused with a reason")
    func refused() async throws {
        func failure(_ features: LabelledEmbeddings, _ sets: [PromptSet]) async -> String? {
            do {
                _ = try await PromptComparison(features, sets: sets) { try Self.encode($0, vectors) }
                return nil
            } catch { return (error as? EvaluationError)?.message }
        }
        let one = try set("one", ["{}"])
        #expect(await failure(pictures, [])?.contains("--set") == true)
        #expect(await failure(pictures, [one, one])?.contains("given twice") == true)
        #expect(await failure(features([[]], [1, 0]), [one])?.contains("no picture has a label") == true)
        #expect(await failure(features([[0, 1]], [1, 0]), [one])?.contains("0.jpg has several") == true)
        #expect(throws: EvaluationError.self) { try set("none", []) }
    }
}
