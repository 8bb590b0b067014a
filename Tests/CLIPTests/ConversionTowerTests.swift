import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Conversion of parts and of rarer towers")
struct ConversionTowerTests {
    private let folder = TemporaryFolder()

    private func golden(_ name: String, needs: Towers) async throws -> CLIPModel {
        try await CLIPModel.load(
            "\(Golden.folder)/networks/\(name)", options: LoadingOptions(needs: needs))
    }

    private static func bytes(_ path: String) throws -> [String: [UInt8]] {
        let file = try SafetensorsFile(path: path)
        return Dictionary(
            uniqueKeysWithValues: file.tensorNames.filter { !$0.hasSuffix("position_ids") }.map { name in
                (name, file[name]?.withUnsafeBytes { Array($0) } ?? [])
            })
    }

    @Test(
        "one tower is converted to what it is, in every bit; OpenCLIP has no form for it",
        arguments: [("hf-vision", Towers.vision), ("hf-text", .text)])
    func oneTower(name: String, towers: Towers) async throws {
        let model = try await golden(name, needs: towers)
        let path = folder.path("model")
        _ = try ModelConversion(model, to: .huggingFace).write(to: path)
        let copy = try await CLIPModel.load(path, options: LoadingOptions(needs: towers))
        #expect(copy.configuration == model.configuration && copy.configuration.towers == towers)
        #expect(copy.space() == model.space())
        #expect(try ModelDifference(model, copy).isEmpty)
        #expect(
            try Self.bytes(path + "/model.safetensors")
                == Self.bytes("\(Golden.folder)/networks/\(name)/model.safetensors"))
        let names = TemporaryFolder.list(path) ?? []
        #expect(names.contains("preprocessor_config.json") == towers.contains(.vision))
        #expect(names.contains("vocab.json") == towers.contains(.text))
        #expect { try ModelConversion(model, to: .openCLIP) } throws: { error in
            (error as? ConversionError)?.code == .unsupported && "\(error)".contains("one tower alone")
        }
    }

    @Test(
        "OpenCLIP's rarer towers keep their fields and bits; transformers' layout refuses them by name",
        arguments: [
            ("vit-first", "no_causal_mask"), ("vit-patch-mean", "no_ln_pre"), ("vit-scaled", "ls_init_value"),
        ])
    func rarerTowers(name: String, field: String) async throws {
        let model = try await golden(name, needs: .both)
        let path = folder.path("model")
        _ = try ModelConversion(model, to: .openCLIP).write(to: path)
        let copy = try await CLIPModel.load(path)
        var configuration = copy.configuration
        // The first token with the last id is written as the highest, which every open_clip knows.
        if name == "vit-scaled" { configuration.text?.pooling = .first(599) }
        #expect(configuration == model.configuration && copy.space() == model.space())
        let weights = "open_clip_model.safetensors"
        #expect(
            try Self.bytes("\(path)/\(weights)") == Self.bytes("\(Golden.folder)/networks/\(name)/\(weights)")
        )
        #expect { try ModelConversion(model, to: .huggingFace) } throws: { error in
            (error as? ConversionError)?.code == .unsupported && "\(error)".contains(field)
        }
    }
}
