import CLIP
import CLIPData
import Testing

@testable import CLIPEvaluation

@Suite("Evaluator")
struct EvaluatorTests {
    private let classifier = LinearClassifier(
        vectors: EmbeddingMatrix(rows: 2, dimension: 2, values: [1, 0, 0, 1]), scale: 10)
    private let evaluator = Evaluator(resamples: 10)

    private func rows(_ values: [Float], _ labels: [Int]) -> LabelledEmbeddings {
        labelled(
            EmbeddingMatrix(rows: labels.count, dimension: 2, values: values), labels, classes: ["a", "b"])
    }

    @Test(
        "numbers that are not finite are an error that names the picture", arguments: [Float.nan, .infinity])
    func notFinite(value: Float) {
        let error = #expect(throws: EvaluationError.self) {
            try evaluator.classify(rows([1, 0, 0, value], [0, 1]), by: classifier)
        }
        #expect(error?.message.hasPrefix("the vector of picture 1 ") == true)
    }

    @Test("a picture without a label, or with two, is an error that names it")
    func labels() {
        let images = EmbeddingMatrix(rows: 1, dimension: 2, values: [1, 0])
        for (targets, message) in [([], "has no label"), ([0, 1], "has 2 labels: --task multilabel")] {
            let features = LabelledEmbeddings(
                embeddings: images, targets: [targets], captions: [[]], ids: ["x"], digests: [[]],
                classes: [DatasetClass("a"), DatasetClass("b")])
            let error = #expect(throws: EvaluationError.self) {
                try evaluator.classify(features, by: classifier)
            }
            #expect(error?.message.hasPrefix("x \(message)") == true)
        }
    }

    @Test("one class alone is refused, also when the others are held out")
    func oneClass() {
        let error = #expect(throws: EvaluationError.self) {
            try evaluator.classify(rows([1, 0, 0, 1], [0, 1]), by: classifier, heldOut: [1])
        }
        #expect(error?.message.contains("only one class is left to tell apart, a") == true)
    }

    @Test("where no temperature is the best, the rest of the result is there, with the reason")
    func noTemperature() throws {
        var fitting = evaluator
        fitting.fitsTemperature = true
        let found = try fitting.classify(rows([1, 0, 1, 0, 0, 1, 0, 1], [0, 0, 1, 1]), by: classifier)
        #expect(found.temperature == nil)
        #expect(found.notes.count == 1)
        #expect(found.notes.first?.hasPrefix("no temperature fitted: ") == true)
        #expect(found.result.metrics.first?.estimate.value == 1)
    }

    @Test("nothing to measure is an error")
    func nothing() {
        #expect(throws: EvaluationError.self) { try evaluator.classify(rows([], []), by: classifier) }
    }

    @Test("a picture that no caption belongs to is an error that names it")
    func noCaption() {
        let features = LabelledEmbeddings(
            embeddings: EmbeddingMatrix(rows: 2, dimension: 2, values: [1, 0, 0, 1]), targets: [[], []],
            captions: [["one"], []], ids: ["x", "y"], digests: [[], []], classes: [])
        let error = #expect(throws: EvaluationError.self) {
            try evaluator.retrieve(
                features, captions: EmbeddingMatrix(rows: 1, dimension: 2, values: [1, 0]))
        }
        #expect(error?.message.hasPrefix("y has no caption") == true)
    }

    @Test("data decide the task: classes before captions, and neither is an error")
    func tasks() throws {
        var data = PictureSet(entries: [])
        #expect(try Evaluator.task(of: data, hasCaptions: true) == .classification)
        data.isMultiLabel = true
        #expect(try Evaluator.task(of: data, hasCaptions: false) == .multiLabel)
        data.classes = []
        #expect(try Evaluator.task(of: data, hasCaptions: true) == .captionRetrieval)
        #expect(throws: EvaluationError.self) { try Evaluator.task(of: data, hasCaptions: false) }
    }

    @Test("the result takes what was found, with the classes that were asked about")
    func result() throws {
        let classifier = LinearClassifier(
            vectors: EmbeddingMatrix(rows: 3, dimension: 2, values: [1, 0, 0, 1, -1, 0]), scale: 10)
        let features = labelled(
            EmbeddingMatrix(rows: 3, dimension: 2, values: [1, 0, 0, 1, -1, 0]), [0, 1, 2],
            classes: ["a", "b", "c"])
        let found = try evaluator.classify(features, by: classifier, heldOut: [1])
        var result = EvaluationResult(
            dataset: "d", split: nil, task: .classification, model: "m", space: "s",
            recipe: Recipe(precision: "f32", engineVersion: "1", instructionSet: "plain"), templates: [],
            classes: features.classes, features: features, classifier: classifier, unreadable: [],
            findings: .classification(found.result), seed: 0, resamples: 10)
        result.take(found, heldOut: ["b"])
        #expect(result.classes.map(\.name) == ["a", "c"])
        #expect(result.features.ids == ["picture 0", "picture 2"])
        #expect(result.features.targets == [[0], [1]])
        #expect(result.classifier?.vectors.values == [1, 0, -1, 0])
        #expect(result.unknownClasses == ["b"])
        #expect(result.metrics.first?.estimate.value == 1)
        #expect(result.count == 2)
    }
}
