import CLIPNumerics
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Damaged models")
struct DamagedModelTests {
    /// A copy of a small model's folder, for one test to spoil.
    private struct Copy {
        let folder = TemporaryFolder()
        /// The file of weights.
        let weights: String

        init(_ name: String) throws {
            let source = Golden.folder + "/networks/" + name
            let files = (TemporaryFolder.list(source) ?? []).filter { $0 != "golden.safetensors" }
            for file in files {
                let bytes = try FileBytes(path: "\(source)/\(file)").copy()
                try ReplacedFile.write([bytes], to: RawPath("\(folder.path)/\(file)"))
            }
            weights = try #require(files.first { $0.hasSuffix(".safetensors") })
        }

        var bytes: [UInt8] {
            get throws { try FileBytes(path: "\(folder.path)/\(weights)").copy() }
        }

        func write(_ bytes: [UInt8]) throws {
            try ReplacedFile.write([bytes], to: RawPath("\(folder.path)/\(weights)"))
        }

        func load() async throws(ConfigurationError) -> CLIPModel {
            try await CLIPModel.load(.folder(folder.path), compute: Compute(threads: 2))
        }

        /// Writes all tensors anew, after a change.
        func rewrite(_ change: (inout Safetensors.Tensor) -> Void) throws {
            let file = try SafetensorsFile(path: "\(folder.path)/\(weights)")
            let tensors = file.tensorNames.compactMap { name in
                file[name].map { tensor in
                    var copy = Safetensors.Tensor(
                        name, tensor.elementType, shape: tensor.shape,
                        bytes: tensor.withUnsafeBytes { Array($0) })
                    change(&copy)
                    return copy
                }
            }
            try Safetensors.write(tensors, metadata: file.metadata, to: "\(folder.path)/\(weights)")
        }
    }

    @Test(
        "a weight that is no number is refused while loading, by the name in the file",
        arguments: [
            ("vit-gelu", "visual.proj"), ("vit-gelu", "text_projection"),
            ("vit-gelu", "token_embedding.weight"),
            ("vit-gelu", "logit_scale"), ("vit-gelu-f16", "visual.conv1.weight"),
            ("vit-gelu-bf16", "positional_embedding"), ("resnet", "visual.bn1.running_var"),
            ("hf-gelu", "text_model.encoder.layers.0.layer_norm1.bias"),
            ("hf-gelu", "visual_projection.weight"),
        ])
    func notFinite(model: String, tensor: String) async throws {
        for (bits, value) in [(0x7FC0, "nan"), (0xFF80, "-inf")] {
            let copy = try Copy(model)
            try copy.rewrite { entry in
                guard entry.name == tensor else { return }
                var bytes = entry.bytes
                // The last element: its upper 16 bits in f32 and bf16, all in f16.
                let halves = [0x7FC0: 0x7E00, 0xFF80: 0xFC00]
                let pattern = entry.elementType == .float16 ? halves[bits]! : bits
                bytes[bytes.count - 2] = UInt8(pattern & 0xFF)
                bytes[bytes.count - 1] = UInt8(pattern >> 8)
                if entry.elementType == .float32 { bytes[bytes.count - 4] = 0; bytes[bytes.count - 3] = 0 }
                entry = .init(entry.name, entry.elementType, shape: entry.shape, bytes: bytes)
            }
            let error = await #expect(throws: ConfigurationError.self) { _ = try await copy.load() }
            #expect(error?.code == .weights && error?.weights?.code == .malformed)
            let last = try SafetensorsFile(path: "\(copy.folder.path)/\(copy.weights)")[tensor]?.shape
                .map { $0 - 1 }
            let said = "\(copy.folder.path)/\(copy.weights): '\(tensor)' holds \(value) at \(last ?? [])"
            #expect(error?.message.contains(said) == true, "\(error?.message ?? "loaded")")
        }
    }

    @Test("buffers and wrappers of published checkpoints change nothing, infinities in a mask included")
    func harmlessExtras() async throws {
        let copy = try Copy("vit-gelu")
        let expected = try await copy.load().encode(texts: ["a photo of a cat"])
        let file = try SafetensorsFile(path: "\(copy.folder.path)/\(copy.weights)")
        let tensors = try file.tensorNames.map { name in
            let tensor = try #require(file[name])
            return Safetensors.Tensor(
                "module." + name, tensor.elementType, shape: tensor.shape,
                bytes: tensor.withUnsafeBytes { Array($0) })
        }
        let extras: [Safetensors.Tensor] = [
            .init("module.attn_mask", shape: [2, 2], [0, -.infinity, 0, 0]),
            .init("module.text_model.embeddings.position_ids", shape: [1, 2], integers: [0, 1]),
            .init("module.visual.bn1.num_batches_tracked", shape: [], integers: [9]),
        ]
        try Safetensors.write(tensors + extras, to: file.name)
        #expect(try await copy.load().encode(texts: ["a photo of a cat"]) == expected)
    }

    @Test("a file cut anywhere is refused while loading")
    func cut() async throws {
        let copy = try Copy("vit-gelu")
        let whole = try copy.bytes
        for part in 0..<64 {
            try copy.write(Array(whole[..<(whole.count * part / 64)]))
            let error = await #expect(throws: ConfigurationError.self) { _ = try await copy.load() }
            let said = part == 0 ? "it is empty" : "not a whole safetensors file"
            #expect(error?.message.contains(said) == true)
        }
    }

    @Test("a model of zeros, or one that gives no vector, is whole and useless: its faults are named")
    func faults() async throws {
        for name in ["vit-gelu", "resnet", "hf-gelu"] {
            #expect(try await CLIPModel.load(Golden.folder + "/networks/" + name).faults().isEmpty)
        }
        for name in ["hf-vision", "hf-text"] {
            let part = try await CLIPModel.load(
                Golden.folder + "/networks/" + name, options: LoadingOptions(needs: []))
            #expect(try await part.faults().isEmpty)
        }
        let zeros = try Copy("vit-gelu")
        try zeros.rewrite {
            $0 = .init($0.name, $0.elementType, shape: $0.shape, bytes: $0.bytes.map { _ in 0 })
        }
        let all = try await zeros.load().faults()
        #expect(all.count > 5 && all[0].contains("is all zeros") && all[10].hasPrefix("and "))
        let one = try Copy("vit-gelu")
        try one.rewrite { entry in
            guard entry.name == "visual.transformer.resblocks.0.mlp.c_fc.weight" else { return }
            entry = .init(
                entry.name, entry.elementType, shape: entry.shape, bytes: entry.bytes.map { _ in 0 })
        }
        #expect(
            try await one.load().faults().first?.contains("resblocks.0.mlp.c_fc.weight' is all zeros") == true
        )
        // Finite, not zero, and yet no vector: the last norm puts everything out.
        let dark = try Copy("vit-gelu")
        try dark.rewrite { entry in
            guard entry.name.hasPrefix("visual.ln_post.") else { return }
            entry = .init(
                entry.name, entry.elementType, shape: entry.shape, bytes: entry.bytes.map { _ in 0 })
        }
        #expect(
            try await dark.load().faults() == [
                "the model gives no vector for a picture: its weights are damaged"
            ])
    }

    @Test("tensors of another type, shape or name are all named at once")
    func otherTensors() async throws {
        let copy = try Copy("vit-gelu")
        try copy.rewrite { entry in
            let (name, shape, bytes) = (entry.name, entry.shape, entry.bytes)
            switch name {
            case "text_projection": entry = .init(name, .int32, shape: shape, bytes: bytes)
            case "visual.proj": entry = .init(name, entry.elementType, shape: shape.reversed(), bytes: bytes)
            case "ln_final.bias":
                entry = .init("ln_final.offset", entry.elementType, shape: shape, bytes: bytes)
            default: break
            }
        }
        let error = await #expect(throws: ConfigurationError.self) { _ = try await copy.load() }
        for said in [
            "text_projection: its elements are I32, not floats",
            "visual.proj: expected [48, 36], found [36, 48]",
            "missing (1):\n    ln_final.bias", "not known to the model (1):\n    ln_final.offset [72]",
        ] {
            #expect(error?.message.contains(said) == true, "\(said) in \(error?.message ?? "")")
        }
    }

    @Test(
        "500 damaged files of weights are refused or used, and never crash",
        arguments: ["vit-gelu", "hf-gelu"])
    func mutations(name: String) async throws {
        let copy = try Copy(name)
        let whole = try copy.bytes
        var mutation = Mutation(
            seed: 8, words: ["\"dtype\":\"F16\"", "[0,4]", "\"__metadata__\":{}", "18446744073709551615"])
        var refused = 0
        for _ in 0..<250 {
            try copy.write(mutation.damaged(whole))
            do throws(ConfigurationError) { _ = try await copy.load() } catch { refused += 1 }
        }
        #expect(refused > 100)
    }
}
