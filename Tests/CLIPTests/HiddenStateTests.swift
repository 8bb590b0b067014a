import CLIPImages
import CLIPTestSupport
import CLIPText
import CLIPWeights
import Testing

@testable import CLIP

/// Activations of all tokens at every depth, as transformers' `hidden_states` count them.
@Suite("Hidden states equal transformers'")
struct HiddenStateTests {
    private func model(_ name: String) async throws -> (CLIPModel, SafetensorsFile) {
        let folder = Golden.folder + "/networks/" + name
        return (
            try await CLIPModel.load(folder, options: LoadingOptions(precision: .f32)),
            try SafetensorsFile(path: folder + "/golden.safetensors")
        )
    }

    private func crops(_ golden: SafetensorsFile, side: Int) throws -> [RGBImage] {
        let pixels = try #require(golden["pixels"]).integers().map { UInt8($0) }
        let size = side * side * 3
        return try (0..<pixels.count / size).map {
            try RGBImage(width: side, height: side, pixels: Array(pixels[$0 * size..<($0 + 1) * size]))
        }
    }

    @Test("of pictures, every token at every depth", arguments: ["hf-quickgelu", "hf-gelu"])
    func pictures(name: String) async throws {
        let (model, golden) = try await model(name)
        let crops = try crops(golden, side: model.preprocessing.size)
        for depth in 0...2 {
            let expected = depth == 0 ? "visual.ln_pre" : "visual.transformer.resblocks.\(depth - 1)"
            for layer in [depth, depth - 3] {
                let states = try await model.encode(crops: crops, hidden: layer)
                #expect(states.rows == 4 && states.layer.depth == depth)
                #expect(states.values.count == 4 * states.layer.tokens * states.layer.width)
                #expect(relativeError(states.values, try #require(golden[expected]).floats()) < 1e-4)
            }
        }
    }

    @Test("of texts, every token, padding included", arguments: ["hf-quickgelu", "hf-gelu"])
    func texts(name: String) async throws {
        let (model, golden) = try await model(name)
        let ids = try #require(golden["tokens"]).integers().map { Int32($0) }
        let tokens = (0..<6).map { Array(ids[$0 * 12..<($0 + 1) * 12]) }
        for depth in 0...2 {
            let expected = depth == 0 ? "embeddings" : "transformer.resblocks.\(depth - 1)"
            let states = try await model.encode(tokens: tokens, hidden: depth)
            #expect(states.layer.tokens == 12 && states.rows == 6)
            #expect(relativeError(states.values, try #require(golden[expected]).floats()) < 1e-4)
        }
    }

    @Test("texts are padded as their layout's tokenizer does")
    func padding() async throws {
        for (name, padding) in [("hf-gelu", Int32(599)), ("vit-gelu", 0)] {
            let (model, _) = try await model(name)
            let ids = model.tokenizer.encode("ab", contextLength: 12).ids
            let padded = ids + [Int32](repeating: padding, count: 12 - ids.count)
            let ours = try await model.encode(texts: ["ab"], hidden: -1)
            let expected = try await model.encode(tokens: [padded], hidden: -1)
            #expect(ours == expected)
        }
    }

    @Test("layers that are not there are none")
    func missing() async throws {
        let (model, _) = try await model("hf-gelu")
        for layer in [3, -4, Int.max, Int.min] {
            #expect(model.configuration.vision?.hidden(layer) == nil)
            #expect(model.configuration.text?.hidden(layer) == nil)
        }
        let (resnet, _) = try await self.model("resnet")
        #expect(resnet.configuration.vision?.hidden(0) == nil && resnet.configuration.text?.hidden(0) != nil)
    }
}
