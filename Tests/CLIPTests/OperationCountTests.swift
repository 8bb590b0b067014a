import CLIP
import Testing

@Suite("Counted operations")
struct OperationCountTests {
    private static func vision(
        width: Int, layers: Int, patchSize: Int, pooling: ModelConfiguration.VisionPooling = .classToken
    ) -> ModelConfiguration.Vision {
        .vit(
            .init(
                width: width, layers: layers, heads: width / 64, mlpWidth: 4 * width, patchSize: patchSize,
                imageSize: 224, activation: .quickGELU, pooling: pooling))
    }

    private static let text = ModelConfiguration.Text(
        width: 512, layers: 12, heads: 8, contextLength: 77, vocabularySize: 49408, mlpWidth: 2048,
        activation: .quickGELU)

    @Test(
        "one picture through the paper's networks, in GFLOP",
        arguments: [
            (vision(width: 768, layers: 12, patchSize: 32), 512, "8.82"),
            (vision(width: 768, layers: 12, patchSize: 16), 512, "35.1"),
            (vision(width: 1024, layers: 24, patchSize: 14), 768, "162"),
            (.resnet(.init(layers: [3, 4, 6, 3], width: 64, heads: 32, imageSize: 224)), 1024, "12.2"),
        ])
    func pictures(vision: ModelConfiguration.Vision, embedding: Int, known: String) throws {
        let configuration = ModelConfiguration(embedDimension: embedding, vision: vision, text: nil)
        let count = try #require(configuration.pictureOperations)
        let decimals = known.split(separator: ".").dropFirst().first?.count ?? 0
        let unit = (0..<decimals).reduce(1.0) { unit, _ in unit * 10 }
        #expect((Double(count.nominal) / 1e9 * unit).rounded() / unit == Double(known))
        #expect(configuration.textOperations(tokens: 7) == nil)
    }

    @Test(
        "a text of the whole context has 5.96 GFLOP; short ones have less than their share, for attention is square"
    )
    func texts() throws {
        let configuration = ModelConfiguration(embedDimension: 512, vision: nil, text: Self.text)
        let whole = try #require(configuration.textOperations(tokens: 77)).nominal
        #expect((Double(whole) / 1e7).rounded() == 596)
        let short = try #require(configuration.textOperations(tokens: 11)).nominal
        #expect(short * 7 < whole && short * 8 > whole)
        #expect(configuration.pictureOperations == nil)
    }

    @Test("what the last block leaves out: 6.6 % of ViT-B/32, nothing where all patches are averaged")
    func pruned() throws {
        func share(_ pooling: ModelConfiguration.VisionPooling) throws -> Double {
            let vision = Self.vision(width: 768, layers: 12, patchSize: 32, pooling: pooling)
            let configuration = ModelConfiguration(embedDimension: 512, vision: vision, text: nil)
            let count = try #require(configuration.pictureOperations)
            return 1 - Double(count.performed) / Double(count.nominal)
        }
        #expect(try (share(.classToken) * 1000).rounded() == 66)
        #expect(try share(.normOfPatchMean) == 0)
    }
}
