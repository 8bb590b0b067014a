import CLIP
import CLIPNumerics
import CLIPTestSupport

@testable import CLIPProbes

/// Made-up examples: classes around unit centres, and words near these.
struct MadeUp {
    let training: LabelledFeatures, validation: LabelledFeatures, test: LabelledFeatures
    let text: TextClassifier
    let names: [String]

    /// - Parameters:
    ///   - noise: how far examples lie from their class's centre; 1 is as far as centres are long.
    ///   - wordNoise: the same for words.
    init(
        classes: Int = 5, dimension: Int = 24, perClass: Int = 12, noise: Float = 0.8, wordNoise: Float = 0.5,
        seed: UInt64 = 1
    ) throws {
        var random = SeededGenerator(seed: seed)
        func vector(_ size: Float) -> [Float] {
            random.floats(dimension).map { $0 * size * (3 / Float(dimension)).squareRoot() }
        }
        let centres = (0..<classes).map { _ in vector(1) }
        func examples(_ count: Int) throws -> LabelledFeatures {
            var (values, labels) = ([Float](), [Int]())
            for index in 0..<count * classes {
                labels.append(index % classes)
                // Raw vectors are several long.
                values += zip(centres[index % classes], vector(noise)).map { 6 * ($0 + $1) }
            }
            return try LabelledFeatures(
                EmbeddingMatrix(rows: labels.count, dimension: dimension, values: values), labels: labels,
                classes: classes)
        }
        training = try examples(perClass)
        validation = try examples(4)
        test = try examples(40)
        let words = centres.flatMap { zip($0, vector(wordNoise)).map { $0 + $1 } }
        text = TextClassifier(
            vectors: EmbeddingMatrix(rows: classes, dimension: dimension, values: words).unitRows(.shared),
            scale: 20)
        names = (0..<classes).map { "class \($0)" }
    }

    func task(seed: UInt32 = 0, threads: Int = 2) -> ProbeTask {
        ProbeTask(
            training: training, validation: validation, text: text, seed: seed,
            compute: Compute(threads: threads))
    }

    func accuracy(_ head: any ProbeHead) -> Double {
        ProbeScores(
            logits: head.logits(of: test.features, compute: .shared), labels: test.labels,
            classes: test.classes
        ).acc1
    }

    static let methods: [any HeadMethod] = [
        LogisticMethod(), TextAnchoredMethod(), NeighbourMethod(), NearestMeanMethod(),
        TipAdapterMethod(trained: false), TipAdapterMethod(trained: true), PerceptronMethod(onLogits: false),
        PerceptronMethod(onLogits: true),
    ]
}
