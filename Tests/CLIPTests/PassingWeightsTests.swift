import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Weights that are packed for one pass")
struct PassingWeightsTests {
    private func picture(_ side: Int) throws -> RGBImage {
        let pixels = (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        return try RGBImage(width: side, height: side, rowBytes: side * 3, pixels: pixels)
    }

    @Test(
        "the first picture and text have the bits of the later ones, for which weights are kept",
        arguments: [
            "vit-quickgelu", "vit-gelu-f16", "vit-gelu-bf16", "vit-scaled", "vit-patch-mean", "resnet",
            "hf-quickgelu",
        ], [Precision.f32, .bf16, .int8])
    func bits(name: String, precision: Precision) async throws {
        let model = try await CLIPModel.load(
            Golden.folder + "/networks/" + name, options: LoadingOptions(precision: precision),
            compute: Compute(threads: 2))
        let picture = try picture(model.preprocessing.size)
        let tokens: [[Int32]] = [[1, 5, 7, 9], [1, 5, 3, 8, 9]]
        // Many at once are packed for good; they come last, after the first pass and the second.
        var (images, texts): ([EmbeddingMatrix], [EmbeddingMatrix]) = ([], [])
        for _ in 0..<2 {
            images.append(try await model.encode(crops: [picture]))
            texts.append(try await model.encode(tokens: tokens))
        }
        let many = try await model.encode(crops: Array(repeating: picture, count: 33))
        #expect(images[0] == images[1] && texts[0] == texts[1])
        #expect(Array(many[32]) == Array(images[0][0]))
        #expect(images[0].hasDirection(0) && texts[0].hasDirection(1))
    }

    @Test("a preparation that keeps nothing packs anew for each product, in one place")
    func place() throws {
        let golden = try NetworkGolden("vit-quickgelu")
        let compute = Compute(threads: 1)
        let preparation = InferencePreparation(compute: compute, keeps: false)
        let store = golden.weights.store
        func matrix(_ name: String, _ inputs: Int, _ outputs: Int) -> Weights<PackedMatrix> {
            let piece = LinearPiece(
                weight: store.root.tensor(name, shape: [outputs, inputs]), bias: nil, scale: nil,
                outputs: 0..<outputs, isTransposed: false)
            return preparation.linear([piece], role: .hidden)
        }
        let width = store.peek("visual.transformer.resblocks.0.attn.out_proj.weight")?.shape[0] ?? 0
        let first = matrix("visual.transformer.resblocks.0.attn.out_proj.weight", width, width)
        let second = matrix("visual.transformer.resblocks.1.attn.out_proj.weight", width, width)
        func panels(_ weights: Weights<PackedMatrix>) -> (Int, [UInt8]) {
            weights.form.withPanels { panels, _ in (Int(bitPattern: panels.baseAddress), Array(panels)) }
        }
        let (one, two, again) = (panels(first), panels(second), panels(first))
        #expect(one.0 == two.0 && one.1 == again.1 && one.1 != two.1)
    }
}
