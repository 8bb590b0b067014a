import CLIPBundledModel
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIP
@testable import CLIPGradients

@Suite("Learning context vectors for the bundled model")
struct ContextLearningTests {
    let model: CLIPModel
    let classes = ["tench", "church", "garbage truck"]

    init() async throws {
        model = try await CLIPModel.load(.bundled, compute: Compute(threads: 2))
    }

    private func settings(_ start: ContextSettings.Start = .random(count: 4)) -> ContextSettings {
        var settings = ContextSettings()
        (settings.start, settings.epochs, settings.batchSize) = (start, 6, 4)
        return settings
    }

    /// Rows near the classes' own vectors, so that there is something to learn.
    private func examples(seed: UInt64, each: Int) async throws -> ContextLearning.Examples {
        let rows = try await model.encode(texts: classes.map { "a picture of the \($0)" })
        var random = SeededGenerator(seed: seed)
        let labels = (0..<each * classes.count).map { $0 % classes.count }
        var values = labels.flatMap { label in
            zip(rows[label], random.floats(rows.dimension, in: -0.1...0.1)).map { $0 + $1 }
        }
        Compute.shared.normalise(&values, columns: rows.dimension)
        return (EmbeddingMatrix(rows: labels.count, dimension: rows.dimension, values: values), labels)
    }

    @Test("the loss falls, and the same seed gives the same bits")
    func learns() async throws {
        let examples = try await examples(seed: 80, each: 5)
        let one = try await ContextLearning(model: model, classes: classes, settings: settings()).learn(
            from: examples)
        let again = try await ContextLearning(model: model, classes: classes, settings: settings()).learn(
            from: examples)
        #expect(one.losses == again.losses && one.vectors == again.vectors)
        #expect(one.losses.count == 6 * 4 && one.epochLosses.count == 6 && one.epoch == 6)
        #expect(one.epochLosses[5] < one.epochLosses[0])
        var other = settings()
        other.seed = 2
        let different = try await ContextLearning(model: model, classes: classes, settings: other).learn(
            from: examples)
        #expect(different.vectors != one.vectors)
    }

    @Test("words to begin with are their own nearest tokens, and give the prompt's own vectors")
    func words() async throws {
        let learning = try ContextLearning(
            model: model, classes: classes, settings: settings(.words("a photo of a")))
        #expect(learning.count == 4)
        var still = settings(.words("a photo of a"))
        (still.epochs, still.rate, still.warmupRate, still.weightDecay) = (1, 1e-12, 1e-30, 0)
        let learned = try await ContextLearning(model: model, classes: classes, settings: still).learn(
            from: examples(seed: 81, each: 2))
        let nearest = await model.nearestTokens(to: learned.vectors, count: 2)
        #expect(nearest.map { $0[0].text.filter { $0 != " " } } == ["a", "photo", "of", "a"])
        #expect(nearest.allSatisfy { $0[0].distance < 1e-6 && $0[1].distance > 1e-3 })
        let prompts = try await model.encode(texts: classes.map { "a photo of a \($0)." })
        #expect(largestDifference(learned.classVectors.values, prompts.values.doubles) < 2e-3)
    }

    @Test("validation keeps the best epoch's vectors and stops when nothing gets better")
    func validation() async throws {
        var settings = settings()
        (settings.epochs, settings.patience, settings.rate) = (40, 2, 0.05)
        let learned = try await ContextLearning(model: model, classes: classes, settings: settings).learn(
            from: examples(seed: 82, each: 4), validation: examples(seed: 83, each: 4))
        #expect(learned.validation.count < 40 && learned.validation.count >= learned.epoch)
        try #require(learned.epoch > 0)
        #expect(learned.validation[learned.epoch - 1] == learned.validation.max())
    }

    @Test("what is begun with is kept where no epoch does better on the validation examples")
    func startIsKept() async throws {
        var settings = settings(.words("a photo of a"))
        (settings.epochs, settings.patience, settings.rate) = (4, 2, 0.5)
        // Learned from under wrong labels, judged under right ones.
        let (images, labels) = try await examples(seed: 85, each: 4)
        let learned = try await ContextLearning(model: model, classes: classes, settings: settings).learn(
            from: (images, labels.map { ($0 + 1) % classes.count }),
            validation: examples(seed: 86, each: 4))
        #expect(learned.epoch == 0 && learned.validation.count == 2)
        let nearest = await model.nearestTokens(to: learned.vectors, count: 1)
        #expect(nearest.allSatisfy { $0[0].distance == 0 })
        let prompts = try await model.encode(texts: classes.map { "a photo of a \($0)." })
        #expect(largestDifference(learned.classVectors.values, prompts.values.doubles) < 2e-3)
    }

    @Test("what cannot be learned from is refused with a reason")
    func refusals() async throws {
        func message(_ classes: [String], _ settings: ContextSettings) -> String {
            do {
                _ = try ContextLearning(model: model, classes: classes, settings: settings)
                return ""
            } catch { return error.message }
        }
        #expect(message(["tench"], settings()).contains("one class only"))
        #expect(message(classes, settings(.random(count: 0))).contains("at least 1"))
        #expect(message(classes, settings(.random(count: 76))).contains("room for"))
        #expect(message(classes, settings(.words(" "))).contains("empty"))
        var wrong = settings()
        wrong.rate = .nan
        #expect(message(classes, wrong).contains("learning rate"))
    }

    @Test("examples that are no numbers, of another width or without a class are refused")
    func examplesAreChecked() async throws {
        let learning = try ContextLearning(model: model, classes: classes, settings: settings())
        let (images, labels) = try await examples(seed: 84, each: 2)
        var values = images.values
        values[images.dimension * 2 + 3] = .nan
        let damaged = EmbeddingMatrix(rows: images.rows, dimension: images.dimension, values: values)
        for (examples, part) in [
            ((damaged, labels), "number 3"), ((images, labels.map { $0 + 1 }), "label 3"),
            ((images, Array(labels.dropLast())), "labels"),
            (
                (EmbeddingMatrix(rows: 6, dimension: 2, values: [Float](repeating: 1, count: 12)), labels),
                "vectors of 2"
            ),
        ] {
            do {
                _ = try await learning.learn(from: examples)
                Issue.record("\(part): not refused")
            } catch let error as ContextLearningError {
                #expect(error.message.contains(part))
            }
        }
    }

    @Test("a learning rate that is far too high ends with an error, not with numbers that are none")
    func explosion() async throws {
        var settings = settings()
        (settings.rate, settings.warmupEpochs, settings.epochs) = (1e38, 0, 10)
        let learning = try ContextLearning(model: model, classes: classes, settings: settings)
        let examples = try await examples(seed: 85, each: 4)
        await #expect(throws: ContextLearningError.self) { _ = try await learning.learn(from: examples) }
    }

    @Test("the file is a classifier that pictures can be told apart by")
    func file() async throws {
        let learned = try await ContextLearning(model: model, classes: classes, settings: settings()).learn(
            from: examples(seed: 86, each: 3))
        let folder = TemporaryFolder()
        let path = folder.path + "/learned.safetensors"
        try learned.write(
            to: RawPath(path), labels: classes, origin: VectorOrigin(model), model: model)
        let classifier = try ZeroShotClassifier(path: path, for: model)
        #expect(classifier.labels == classes && classifier.vectors == learned.classVectors)
        let golden = try Golden(path)
        #expect(try golden.shape("context") == [4, learned.vectors.dimension])
        #expect(try golden.floats("context") == learned.vectors.values)
    }
}
