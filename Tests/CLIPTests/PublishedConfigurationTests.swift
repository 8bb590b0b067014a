import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

@testable import CLIP

/// Every model configuration that open_clip comes with: read to the sizes that open_clip builds, or refused.
@Suite("Published configurations of OpenCLIP")
struct PublishedConfigurationTests {
    struct Line: Decodable, Sendable, CustomTestStringConvertible {
        struct Text: Decodable, Sendable {
            let width, layers, heads, mlp, context, vocabulary: Int
            let epsilon: Float
            let quick: Bool
        }
        struct Transformer: Decodable, Sendable {
            let width, layers, heads, mlp, patch, tokens, embedding: Int
            let epsilon: Float
            let quick, scaled, pre_norm: Bool
            let pool: String
        }
        struct Residual: Decodable, Sendable {
            let layers: [Int]
            let width, heads, grid, embedding: Int
        }
        struct Sizes: Decodable, Sendable {
            let parameters, vision_parameters: Int
            let text: Text
            let vit: Transformer?
            let resnet: Residual?
        }
        let name: String
        let sizes: Sizes?
        let refused: String?
        /// The whole line.
        var source = ""

        private enum CodingKeys: CodingKey { case name, sizes, refused }
        var testDescription: String { name }
    }

    static let all: [Line] = {
        let path = Golden.folder + "/configurations/open_clip.jsonl"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            var entry = try? JSONDecoder().decode(Line.self, from: Data(line.utf8))
            entry?.source = String(line)
            return entry
        }
    }()

    @Test("none is left out")
    func count() {
        #expect(Self.all.count == 144)
        #expect(Self.all.count { $0.sizes != nil } == 55)
        #expect(Self.all.count { $0.refused != nil } == 102)
        #expect(Self.all.allSatisfy { $0.sizes != nil || $0.refused != nil })
    }

    @Test("sizes are those of the model that open_clip builds", arguments: all.filter { $0.sizes != nil })
    func sizes(line: Line) throws {
        let sizes = try #require(line.sizes)
        // The towers of these are CLIP's own, whatever their tokenizer.
        let model = try decode(line, without: ["hf_tokenizer_name", "tokenizer_kwargs"])
        let text = try #require(model.text)
        expect(text, sizes.text)
        #expect(model.parameterCount == sizes.parameters)
        var alone = model
        alone.text = nil
        #expect(alone.parameterCount == sizes.vision_parameters)
        switch try #require(model.vision) {
        case .vit(let tower):
            let expected = try #require(sizes.vit)
            expect(tower, expected)
            #expect(model.embedDimension == expected.embedding)
        case .resnet(let tower):
            let expected = try #require(sizes.resnet)
            #expect(tower.layers == expected.layers && tower.width == expected.width)
            #expect(tower.heads == expected.heads && tower.grid == expected.grid)
            #expect(model.embedDimension == expected.embedding)
        }
    }

    private func expect(_ text: ModelConfiguration.Text, _ expected: Line.Text) {
        #expect(text.width == expected.width && text.layers == expected.layers)
        #expect(text.heads == expected.heads && text.mlpWidth == expected.mlp)
        #expect(text.contextLength == expected.context && text.vocabularySize == expected.vocabulary)
        #expect(text.epsilon == expected.epsilon)
        #expect(text.activation == (expected.quick ? .quickGELU : .gelu))
    }

    private func expect(_ tower: ModelConfiguration.VisionTransformer, _ expected: Line.Transformer) {
        #expect(tower.width == expected.width && tower.layers == expected.layers)
        #expect(tower.heads == expected.heads && tower.mlpWidth == expected.mlp)
        #expect(tower.patchSize == expected.patch && tower.tokens == expected.tokens)
        #expect(tower.epsilon == expected.epsilon)
        #expect(tower.activation == (expected.quick ? .quickGELU : .gelu))
        #expect(tower.hasLayerScale == expected.scaled && tower.hasPreNorm == expected.pre_norm)
        #expect(tower.pooling == (expected.pool == "tok" ? .classToken : .normOfPatchMean))
    }

    @Test("what is not CLIP's own is refused by the field", arguments: all.filter { $0.refused != nil })
    func refused(line: Line) throws {
        let field = try #require(line.refused)
        let error = #expect(throws: ConfigurationError.self) { try decode(line) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(" \(field): ") == true, "\(error?.message ?? "")")
        // A reason, not only that it is so.
        #expect(error?.message.contains("is not supported") == false)
    }

    @Test("twins with quick_gelu differ in the activation alone")
    func twins() throws {
        let twins = Self.all.filter { $0.name.hasSuffix("-quickgelu") && $0.refused == nil }
        #expect(twins.count >= 10)
        for line in twins {
            let plain = try #require(Self.all.first { $0.name + "-quickgelu" == line.name })
            let (quick, exact) = (try decode(line), try decode(plain))
            #expect(quick.activation == .quickGELU && exact.activation == .gelu)
            #expect(quick.parameterCount == exact.parameterCount && quick.digest != exact.digest)
        }
    }

    /// Decodes a line's configuration, some of its fields left out.
    private func decode(_ line: Line, without fields: [String] = []) throws -> ModelConfiguration {
        let object = try JSONSerialization.jsonObject(with: Data(line.source.utf8)) as? [String: Any]
        var configuration = try #require(object?["configuration"] as? [String: Any])
        if var text = configuration["text_cfg"] as? [String: Any] {
            for field in fields { text[field] = nil }
            configuration["text_cfg"] = text
        }
        let bytes = try Array(JSONSerialization.data(withJSONObject: configuration))
        return try bytes.withUnsafeBytes { bytes in
            try OpenCLIPConfiguration.decode(
                FileBytes(permanent: bytes, name: line.name + ".json"), LoadingOptions()
            ).0
        }
    }
}
