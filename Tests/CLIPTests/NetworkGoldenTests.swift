import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

/// Small models with every tensor random, against the reference implementations at every intermediate.
///
/// The goldens are computed in double precision. Two correct float32 programs differ from them by a few
/// 1e-6 (measured in Tests/Goldens/networks/README.md); a wrong activation, the smallest mistake, by
/// 8e-3. The bound of 1e-4 lies between.
@Suite("Networks equal the references")
struct NetworkGoldenTests {
    static let complete = ["vit-quickgelu", "vit-gelu", "resnet", "hf-quickgelu", "hf-gelu"]
    static let all = complete + ["hf-quickgelu-as-openclip", "vit-gelu-f16", "vit-gelu-bf16"]

    @Test("the embeddings", arguments: all, InstructionSet.allCases.filter(\.isAvailable))
    func embeddings(name: String, set: InstructionSet) throws {
        let golden = try NetworkGolden(name)
        let run = golden.run(Compute(threads: 2, instructionSet: set))
        #expect(relativeError(run.images, golden["visual"]) < 1e-4)
        #expect(relativeError(run.texts, golden["text"]) < 1e-4)
        #expect(largestDifference(run.unitImages, golden["image_features"].map(Double.init)) < 1e-4)
        #expect(largestDifference(run.unitTexts, golden["text_features"].map(Double.init)) < 1e-4)
    }

    @Test("every intermediate", arguments: complete)
    func intermediates(name: String) throws {
        let golden = try NetworkGolden(name)
        var seen: [String] = []
        _ = golden.run(Compute(threads: 2)) { note, value in
            seen.append(note)
            let expected = golden.withoutPadding(golden.rows(for: note, like: value.shape), note, value.shape)
            #expect(
                relativeError(golden.withoutPadding(value.floats, note, value.shape), expected) < 1e-4,
                "\(name) \(note) \(value.shape)")
        }
        let blocks = golden.names.filter { $0.hasSuffix(".attn") || $0.contains("layer") }
        #expect(seen.count >= blocks.count + 4)
    }

    @Test("the logits", arguments: all)
    func logits(name: String) throws {
        let golden = try NetworkGolden(name)
        let run = golden.run(Compute(threads: 1))
        let similarity = Similarity(
            images: EmbeddingMatrix(rows: 4, dimension: run.dimension, values: run.unitImages),
            texts: EmbeddingMatrix(rows: 6, dimension: run.dimension, values: run.unitTexts),
            scale: golden.weights.logitScale, bias: golden.weights.logitBias ?? 0)
        // Unit rows within 1e-6, times a scale of up to 100.
        #expect(largestDifference(similarity.logits, golden["logits_per_image"].map(Double.init)) < 1e-3)
    }

    @Test("a network with a mistake in it would be noticed", arguments: Mistake.allCases, complete)
    func mistakes(mistake: Mistake, name: String) throws {
        let golden = try NetworkGolden(name)
        let run = golden.run(Compute(threads: 2), mistake: mistake)
        let images = largestDifference(run.unitImages, golden["image_features"].map(Double.init))
        let texts = largestDifference(run.unitTexts, golden["text_features"].map(Double.init))
        #expect(max(images, texts) > 1e-3, "\(mistake) moves \(name) by \(max(images, texts)) only")
    }

    @Test("two inputs are not alike, so that agreement means something", arguments: all)
    func apart(name: String) throws {
        let golden = try NetworkGolden(name)
        for (features, rows) in [("image_features", 4), ("text_features", 6)] {
            let matrix = EmbeddingMatrix(
                rows: rows, dimension: golden[features].count / rows, values: golden[features])
            let cosines = matrix.products(with: matrix)
            for i in 0..<rows { for j in 0..<i { #expect(cosines[i * rows + j] < 0.5) } }
        }
    }
}

/// √Σ(a − b)² / √Σb²
func relativeError(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .infinity }
    let difference = zip(a, b).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    let size = b.reduce(0.0) { $0 + Double($1) * Double($1) }
    return (difference / size).squareRoot()
}
