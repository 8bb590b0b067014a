import CLIPBundledModel
import CLIPImages
import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("Zero-shot with the bundled model")
struct ZeroShotModelTests {
    private let labels = ["cat", "sports car", "moon"]

    /// The mean of the prompts' unit vectors, made unit, in double precision.
    private func mean(_ prompts: [String], _ model: CLIPModel) async throws -> [Float] {
        let units = try await model.encode(texts: prompts)
        var sum = [Double](repeating: 0, count: units.dimension)
        for row in 0..<units.rows {
            for (column, value) in units[row].enumerated() { sum[column] += Double(value) }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return sum.map { Float($0 / length) }
    }

    @Test(
        "a label's vector is the mean of its prompts' unit vectors",
        arguments: [TemplateSet.openai7, .openai80])
    func ensemble(set: TemplateSet) async throws {
        let model = try await CLIPModel.load(.bundled)
        let classifier = try await ZeroShotClassifier(
            model: model, labels: labels, templates: set.templates.map(\.text))
        #expect(classifier.logitScale == model.logitScale)
        for (row, label) in labels.enumerated() {
            let expected = try await mean(set.templates.map { $0.filled(with: label) }, model)
            for (value, other) in zip(classifier.vectors[row], expected) {
                #expect(abs(value - other) < 1e-6)
            }
        }
    }

    @Test("with one prompt a label's vector is the prompt's, to the bit")
    func single() async throws {
        let model = try await CLIPModel.load(.bundled)
        let classifier = try await ZeroShotClassifier(model: model, labels: labels)
        let direct = try await model.encode(texts: labels.map { "a photo of a \($0)." })
        #expect(classifier.vectors == direct)
    }

    @Test("vectors from the cache are those that were computed, to the bit")
    func cached() async throws {
        let folder = TemporaryFolder()
        let model = try await CLIPModel.load(.bundled)
        let disk = DiskCache(folder: folder.path)
        let lists = labels.map { label in TemplateSet.openai7.templates.map { $0.filled(with: label) } }
        let computed = try await TextVectors(model).ensembles(lists)
        let kept = try await TextVectors(model, model.rememberedTexts(on: disk)).ensembles(lists)
        let cache = try #require(model.textCache(on: disk))
        #expect(cache.embeddings(of: lists.flatMap(\.self), normalised: true).count == 21)
        let again = try await TextVectors(model, model.rememberedTexts(on: disk)).ensembles(
            Array(lists.reversed()) + lists)
        #expect(kept == computed)
        #expect(Array(again.values.suffix(computed.values.count)) == computed.values)
    }

    @Test("neutral prompts judge each label alone")
    func neutral() async throws {
        let model = try await CLIPModel.load(.bundled)
        let photo = try RGBImage(path: Repository.root + "/Examples/photos/cat.jpg")
        let image = try await model.encode(images: [photo])
        let three = try await ZeroShotClassifier(model: model, labels: labels, neutral: .everyday)
        let one = try await ZeroShotClassifier(model: model, labels: ["cat"], neutral: .everyday)
        #expect(three.classify(image)[0].first == one.classify(image)[0].first)
        let scores = three.classify(image)[0].compactMap(\.score)
        #expect(scores.count == 3 && scores[0] > 0.5 && scores[2] < 0.5)
    }

    @Test("a classifier's file comes back, and is refused by a model of another space")
    func file() async throws {
        let folder = TemporaryFolder()
        let model = try await CLIPModel.load(.bundled)
        let classifier = try await ZeroShotClassifier(model: model, labels: labels)
        let path = folder.path + "/c.safetensors"
        try classifier.write(to: path, from: model)
        let read = try ZeroShotClassifier(path: path, for: model)
        #expect(read.vectors == classifier.vectors && read.labels == labels)
        var other = VectorOrigin(model)
        other.space = SpaceIdentity(
            visionTower: other.space.visionTower, textTower: other.space.visionTower,
            architecture: other.space.architecture, tokenizer: other.space.tokenizer,
            preprocessing: other.space.preprocessing)
        let error = #expect(throws: SpaceMismatch.self) {
            _ = try ClassifierFile.read(RawPath(path), for: other)
        }
        #expect(error?.message.contains("they differ in text tower.") == true)
    }

    @Test("labels without prompts and templates without a place are refused")
    func refusals() async throws {
        let model = try await CLIPModel.load(.bundled)
        await #expect(throws: PromptError.self) {
            _ = try await ZeroShotClassifier(model: model, labels: ["cat"], templates: ["a photo"])
        }
        await #expect(throws: PromptError.self) {
            _ = try await ZeroShotClassifier(model: model, labels: ["cat"], templates: [])
        }
        await #expect(throws: PromptError.self) { _ = try await ZeroShotClassifier(model: model, labels: []) }
    }
}
