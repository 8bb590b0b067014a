import CLIPImages
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
    static let complete = [
        "vit-quickgelu", "vit-gelu", "resnet", "hf-quickgelu", "hf-gelu", "vit-patch-mean", "vit-scaled",
        "vit-first",
    ]
    static let all = complete + ["hf-quickgelu-as-openclip", "vit-gelu-f16", "vit-gelu-bf16"]

    /// A mask that is not there cannot be forgotten.
    static let everyMistake = Mistake.everywhere.flatMap { mistake in
        complete.filter { mistake != .noCausalMask || !["vit-patch-mean", "vit-first"].contains($0) }
            .map { (mistake, $0) }
    }

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
            let expected = golden.rows(for: note, like: value.shape)
            #expect(relativeError(value.floats, expected) < 1e-4, "\(name) \(note) \(value.shape)")
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
            scale: try #require(golden.weights.logitScale), bias: golden.weights.logitBias ?? 0)
        // Unit rows within 1e-6, times a scale of up to 100.
        #expect(largestDifference(similarity.logits, golden["logits_per_image"].map(Double.init)) < 1e-3)
    }

    @Test("a network with a mistake in it would be noticed", arguments: everyMistake)
    func mistakes(mistake: Mistake, name: String) throws {
        let golden = try NetworkGolden(name)
        let run = golden.run(Compute(threads: 2), mistake: mistake)
        let images = largestDifference(run.unitImages, golden["image_features"].map(Double.init))
        let texts = largestDifference(run.unitTexts, golden["text_features"].map(Double.init))
        #expect(max(images, texts) > 1e-3, "\(mistake) moves \(name) by \(max(images, texts)) only")
    }

    @Test("so would mistakes that only some networks can have")
    func rareMistakes() throws {
        let mistakes: [(Mistake, String, smallest: Double, isText: Bool)] = [
            (.causalMask, "vit-patch-mean", 1e-2, true), (.causalMask, "vit-first", 1e-2, true),
            (.classTokenInMean, "vit-patch-mean", 1e-2, false),
            (.classTokenInMean, "vit-scaled", 1e-2, false),
            // The two differ by 5e-4 at most; a bound closer than the usual one tells them apart.
            (.exactGELU, "vit-scaled", 5e-5, false), (.exactGELU, "vit-scaled", 5e-5, true),
        ]
        for (mistake, name, smallest, isText) in mistakes {
            let golden = try NetworkGolden(name)
            let run = golden.run(Compute(threads: 1), mistake: mistake)
            let right = golden[isText ? "text_features" : "image_features"].map(Double.init)
            let moved = largestDifference(isText ? run.unitTexts : run.unitImages, right)
            #expect(moved > smallest, "\(mistake) moves \(name) by \(moved) only")
            let ours = golden.run(Compute(threads: 1))
            #expect(largestDifference(isText ? ours.unitTexts : ours.unitImages, right) < 1e-5)
        }
    }

    @Test(
        "pictures of another size than the model's, their positions interpolated as each reference does",
        arguments: [("vit-quickgelu", 48), ("vit-quickgelu", 20), ("hf-gelu", 46), ("hf-gelu", 18)])
    func imageSize(name: String, size: Int) throws {
        let golden = try NetworkGolden(name, imageSize: size)
        let run = golden.run(Compute(threads: 2))
        #expect(relativeError(run.images, golden["visual"]) < 1e-4)
        // The other reference's interpolation would be noticed.
        let other = try NetworkGolden(name, imageSize: size, otherFilter: true).run(Compute(threads: 2))
        #expect(relativeError(other.images, golden["visual"]) > 1e-3)
    }

    @Test("a tower alone, as transformers' classes with projection compute it")
    func towersAlone() async throws {
        let folder = Golden.folder + "/networks/"
        let vision = try await CLIPModel.load(
            folder + "hf-vision", options: LoadingOptions(precision: .f32, needs: .vision))
        let file = try SafetensorsFile(path: folder + "hf-vision/golden.safetensors")
        let pixels = try #require(file["pixels"]).integers().map { UInt8($0) }
        let size = pixels.count / 4
        let crops = try (0..<4).map {
            try RGBImage(width: 32, height: 32, pixels: Array(pixels[$0 * size..<($0 + 1) * size]))
        }
        let images = try await vision.encode(crops: crops, normalised: false)
        #expect(relativeError(images.values, try #require(file["visual"]).floats()) < 1e-4)

        let text = try await CLIPModel.load(
            folder + "hf-text", options: LoadingOptions(precision: .f32, needs: .text))
        let golden = try SafetensorsFile(path: folder + "hf-text/golden.safetensors")
        let texts = try await text.encode(tokens: NetworkGolden.tokens(of: golden), normalised: false)
        #expect(relativeError(texts.values, try #require(golden["text"]).floats()) < 1e-4)
        #expect(text.configuration.parameterCount == text.weights.store.elementCount)
        #expect(vision.configuration.parameterCount == vision.weights.store.elementCount)
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
