import CLIPImages
import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP
@testable import CLIPText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Conversion")
struct ConversionTests {
    private let folder = TemporaryFolder()

    /// A golden model, loaded from the repository.
    private func golden(_ name: String) async throws -> CLIPModel {
        try await CLIPModel.load("\(Golden.folder)/networks/\(name)")
    }

    /// Converts, and loads what was written.
    private func converted(
        _ model: CLIPModel, _ layout: ModelConversion.Layout, _ type: ElementType? = nil
    ) async throws -> (path: String, model: CLIPModel) {
        let path = folder.path("model")
        _ = try ModelConversion(model, to: layout, storing: type).write(to: path)
        return (path, try await CLIPModel.load(path))
    }

    private static func layout(of model: CLIPModel) -> ModelConversion.Layout {
        model.folder.layout == .huggingFace ? .huggingFace : .openCLIP
    }

    private static func weights(_ path: String) throws -> SafetensorsFile {
        let names = ["open_clip_model.safetensors", "model.safetensors"]
        let name = try #require(names.first { (TemporaryFolder.list(path) ?? []).contains($0) })
        return try SafetensorsFile(path: "\(path)/\(name)")
    }

    private static func bytes(_ file: SafetensorsFile, _ name: String) throws -> [UInt8] {
        try #require(file[name]).withUnsafeBytes { Array($0) }
    }

    /// Every tensor has the same type, shape and bytes in both; the numbers of the positions, which old files of
    /// transformers list, are no weights.
    private static func expectSameBits(_ left: SafetensorsFile, _ right: SafetensorsFile) throws {
        let names = left.tensorNames.filter { !$0.hasSuffix("position_ids") }
        #expect(Set(names) == Set(right.tensorNames))
        for name in names {
            #expect(
                left[name]?.elementType == right[name]?.elementType && left[name]?.shape == right[name]?.shape
            )
            #expect(try bytes(left, name) == bytes(right, name), "\(name)")
        }
    }

    @Test(
        "to the other layout and back: every bit, the space, the configuration",
        arguments: [
            ("vit-quickgelu", ModelConversion.Layout.huggingFace), ("hf-quickgelu-as-openclip", .huggingFace),
            ("hf-quickgelu", .openCLIP), ("hf-gelu", .openCLIP),
        ])
    func roundTrips(name: String, layout: ModelConversion.Layout) async throws {
        let model = try await golden(name)
        let there = try await converted(model, layout)
        #expect(there.model.folder.layout.rawValue == layout.rawValue)
        #expect(model.space().differences(from: there.model.space()) == [.tokenizer])
        let back = try await converted(there.model, Self.layout(of: model))
        #expect(back.model.space() == model.space())
        var configuration = back.model.configuration
        // 2 for "the highest id" becomes that id, 599.
        if name == "hf-quickgelu" { configuration.text?.pooling = .highestToken }
        #expect(configuration == model.configuration)
        #expect(back.model.folder.preprocessing == model.folder.preprocessing)
        #expect(back.model.logitScale == model.logitScale)
        try Self.expectSameBits(
            Self.weights("\(Golden.folder)/networks/\(name)"), Self.weights(back.path))
    }

    @Test(
        "to its own layout: the same file of weights, ResNets with their counters",
        arguments: [
            "vit-gelu", "resnet", "hf-gelu", "vit-gelu-f16", "vit-gelu-bf16", "vit-patch-mean", "vit-scaled",
            "vit-first",
        ])
    func sameLayout(name: String) async throws {
        let model = try await golden(name)
        let copy = try await converted(model, Self.layout(of: model))
        #expect(copy.model.space() == model.space())
        var configuration = copy.model.configuration
        // The last id of the vocabulary is the highest, and is found as that.
        if name == "vit-scaled" { configuration.text?.pooling = .first(599) }
        #expect(configuration == model.configuration && copy.model.logitBias == model.logitBias)
        // Its logit scale, a list of one, becomes the number that open_clip's class has unless told otherwise.
        guard name != "vit-scaled" else { return }
        try Self.expectSameBits(
            Self.weights("\(Golden.folder)/networks/\(name)"), Self.weights(copy.path))
    }

    @Test(
        "rounded weights are those that PyTorch rounds",
        arguments: [(ElementType.float16, "vit-gelu-f16"), (.bfloat16, "vit-gelu-bf16")])
    func rounding(type: ElementType, expected: String) async throws {
        let model = try await golden("vit-gelu")
        let rounded = try await converted(model, .openCLIP, type)
        let reference = try Self.weights("\(Golden.folder)/networks/\(expected)")
        let ours = try Self.weights(rounded.path)
        var compared = 0
        for name in reference.tensorNames where reference[name]?.elementType == type {
            #expect(ours[name]?.elementType == type)
            #expect(try Self.bytes(ours, name) == Self.bytes(reference, name), "\(name)")
            compared += 1
        }
        #expect(compared > 20)
        #expect(model.space().differences(from: rounded.model.space()).contains(.visionTower))
    }

    @Test(
        "what 16 bits hold stays in its space in 32 and back",
        arguments: [("vit-gelu-f16", ElementType.float16), ("vit-gelu-bf16", .bfloat16)])
    func spaceOfEqualValues(name: String, type: ElementType) async throws {
        let model = try await golden(name)
        let wide = try await converted(model, .openCLIP, .float32)
        #expect(wide.model.space() == model.space())
        let back = try await converted(wide.model, .openCLIP, type)
        #expect(back.model.space() == model.space())
        for tensor in try Self.weights(name, back.path, type) { #expect(tensor) }
    }

    /// Whether each tensor of the golden is there with its bytes, where it has the type.
    private static func weights(_ name: String, _ path: String, _ type: ElementType) throws -> [Bool] {
        let reference = try weights("\(Golden.folder)/networks/\(name)")
        let ours = try weights(path)
        return try reference.tensorNames.filter { reference[$0]?.elementType == type }.map {
            try bytes(ours, $0) == bytes(reference, $0)
        }
    }

    @Test(
        "what OpenAI published is written for either software, and computes the same in every bit",
        arguments: [("vit", ModelConversion.Layout.openCLIP), ("vit", .huggingFace), ("resnet", .openCLIP)])
    func archives(kind: String, layout: ModelConversion.Layout) async throws {
        let model = try await CLIPModel.load(.file("\(Golden.folder)/archives/openai-\(kind)/model.pt"))
        let other = try await converted(model, layout).model
        #expect(model.space().differences(from: other.space()) == [.tokenizer])
        let side = model.preprocessing.size
        let crop = try RGBImage(
            width: side, height: side, pixels: (0..<side * side * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
        )
        #expect(try await model.encode(crops: [crop]) == other.encode(crops: [crop]))
        let tokens: [[Int32]] = [[598, 5, 599], [598, 599]]
        #expect(try await model.encode(tokens: tokens) == other.encode(tokens: tokens))
    }

    @Test("embeddings of the converted model are the model's, in every bit")
    func embeddings() async throws {
        let model = try await golden("hf-quickgelu")
        let other = try await converted(model, .openCLIP).model
        let tokens: [[Int32]] = [[598, 5, 599], [598, 599]]
        #expect(try await model.encode(tokens: tokens) == other.encode(tokens: tokens))
    }

    // MARK: What cannot be expressed

    @Test("what the other layout lacks is refused by name, and nothing is written")
    func refusals() async throws {
        let resnet = try await golden("resnet")
        #expect { try ModelConversion(resnet, to: .huggingFace) } throws: { error in
            (error as? ConversionError)?.code == .unsupported
                && "\(error)".contains("transformers has no class for CLIP's ResNets")
        }
        let bias = try await golden("vit-gelu")
        #expect { try ModelConversion(bias, to: .huggingFace) } throws: { "\($0)".contains("logit_bias") }
    }

    @Test(
        "preprocessing that the other layout lacks is refused by name",
        arguments: [
            (#""size": {"shortest_edge": 256}"#, "resized to 256 before the crop to 224"),
            (#""rescale_factor": 1"#, "samples are multiplied by 1.0"),
            (#""resample": 1"#, "filter lanczos"), (#""do_resize": false"#, "without being resized"),
        ])
    func preprocessing(fields: String, reason: String) throws {
        _ = try withHuggingFace(preprocess: fields) { folder in
            #expect {
                try WrittenOpenCLIP.configuration(folder.configuration, folder.preprocessing, logitBias: nil)
            } throws: {
                "\($0)".contains(reason)
            }
        }
    }

    @Test("rare towers are refused by transformers' layout, and a model for other pictures than its weights'")
    func rareTowers() async throws {
        for (name, reason) in [
            ("vit-patch-mean", "no norm comes before"), ("vit-scaled", "are scaled"),
            ("vit-first", "read in both directions"),
        ] {
            let model = try await golden(name)
            #expect { try ModelConversion(model, to: .huggingFace) } throws: { "\($0)".contains(reason) }
        }
        let larger = try await CLIPModel.load(
            Golden.folder + "/networks/vit-quickgelu", options: LoadingOptions(imageSize: 48))
        #expect { try ModelConversion(larger, to: .openCLIP) } throws: {
            "\($0)".contains("pictures of 48 pixels, but its weights are for 32")
        }
    }

    @Test("the longer side's resize is refused by transformers' layout, two activations by OpenCLIP's")
    func otherRefusals() throws {
        _ = try withOpenCLIP(preprocess: #""resize_mode": "longest""#) { folder in
            let picture = try #require(folder.preprocessing)
            #expect { try WrittenHuggingFace.preprocessing(picture) } throws: {
                "\($0)".contains("longer side")
            }
        }
        _ = try withHuggingFace(vision: #""hidden_act": "gelu""#) { folder in
            #expect {
                try WrittenOpenCLIP.configuration(folder.configuration, folder.preprocessing, logitBias: nil)
            } throws: {
                "\($0)".contains("different activations")
            }
        }
    }

    @Test("a number beyond the type's largest is refused with tensor, value and place")
    func overflow() async throws {
        let path = try Self.withWeight("vit-quickgelu", in: folder, "visual.ln_post.weight", 2, 70_000)
        let model = try await CLIPModel.load(path)
        let out = folder.path("out")
        #expect {
            try ModelConversion(model, to: .huggingFace, storing: .float16).write(to: out)
        } throws: { error in
            (error as? ConversionError)?.code == .overflow
                && "\(error)".contains("'vision_model.post_layernorm.weight' holds 70000.0 at [2]")
        }
        #expect(TemporaryFolder.list(out) == nil)
        #expect(folder.names.filter { $0.hasSuffix(".part") }.isEmpty)
        _ = try ModelConversion(model, to: .huggingFace, storing: .bfloat16).write(to: out)
    }

    /// A copy of a golden model in which one number is another.
    private static func withWeight(
        _ name: String, in folder: TemporaryFolder, _ tensor: String, _ place: Int, _ value: Float
    ) throws -> String {
        let source = "\(Golden.folder)/networks/\(name)"
        let path = folder.makeFolder("changed")
        let file = try weights(source)
        var tensors: [Safetensors.Tensor] = []
        for name in file.tensorNames {
            let old = try #require(file[name])
            var floats = old.floats()
            if name == tensor { floats[place] = value }
            tensors.append(Safetensors.Tensor(name, shape: old.shape, floats))
        }
        for name in TemporaryFolder.list(source) ?? [] where name != "golden.safetensors" {
            let bytes = try FileBytes(path: "\(source)/\(name)").copy()
            try ReplacedFile.write([bytes], to: RawPath("\(path)/\(name)"))
        }
        try Safetensors.write(tensors, to: "\(path)/open_clip_model.safetensors")
        return path
    }

    // MARK: The folder

    @Test("a folder is replaced only when asked for, and only a model's")
    func overwriting() async throws {
        let model = try await golden("vit-quickgelu")
        let conversion = try ModelConversion(model, to: .openCLIP)
        let path = folder.path("model")
        _ = try conversion.write(to: path + "/")
        #expect { try conversion.write(to: path) } throws: { ($0 as? ConversionError)?.code == .exists }
        let files = try ModelConversion(model, to: .huggingFace).write(to: path, replacing: true)
        #expect(Set(TemporaryFolder.list(path) ?? []) == Set(files.map(\.name)))
        let other = folder.makeFolder("precious")
        try ReplacedFile.write([[1]], to: RawPath(other + "/thesis.txt"))
        #expect { try conversion.write(to: other, replacing: true) } throws: {
            "\($0)".contains("holds 'thesis.txt', which is no file of a model")
        }
        #expect(TemporaryFolder.list(other) == ["thesis.txt"])
        // A folder with a model and something else, and one whose files are links, as in the hub's cache.
        #expect(mkdir(path + "/photos", 0o755) == 0)
        #expect { try conversion.write(to: path, replacing: true) } throws: { "\($0)".contains("'photos'") }
        #expect(rmdir(path + "/photos") == 0)
        #expect(rename(path + "/config.json", folder.path("elsewhere")) == 0)
        #expect(symlink(folder.path("elsewhere"), path + "/config.json") == 0)
        #expect { try conversion.write(to: path, replacing: true) } throws: {
            "\($0)".contains("'config.json'")
        }
        #expect { try conversion.write(to: folder.path("no") + "/such/folder") } throws: {
            ($0 as? ConversionError)?.code == .unwritable
        }
        #expect(folder.names.filter { $0.contains(".part") }.isEmpty)
    }

    @Test("what killed processes left beside a folder goes with the next that writes it, and nothing else")
    func leftovers() async throws {
        let conversion = try ModelConversion(try await golden("vit-quickgelu"), to: .openCLIP)
        // No process has this number: it is above the system's largest.
        let dead = "model.2147483000-1abc.part"
        let others = [
            "model.\(getpid())-1abc.part", "other.2147483000-1abc.part", "model.2147483000-.part",
            "model.2147483000-1abc.part.txt", "model.part", "model.x-1abc.part",
        ]
        for name in others + [dead, dead + ".old"] {
            #expect(mkdir("\(folder.path)/\(name)", 0o755) == 0)
            try ReplacedFile.write([[1]], to: RawPath("\(folder.path)/\(name)/open_clip_model.safetensors"))
        }
        // A folder that waited to be replaced may be the only copy: it stays until another is whole.
        #expect { try conversion.write(to: "\(folder.path)/model") { true } } throws: {
            ($0 as? ConversionError)?.code == .cancelled
        }
        #expect(!folder.names.contains(dead) && folder.names.contains(dead + ".old"))
        _ = try conversion.write(to: "\(folder.path)/model")
        #expect(Set(folder.names) == Set(others + ["model"]))
    }

    @Test("a cancelled conversion leaves what was there")
    func cancellation() async throws {
        let conversion = try ModelConversion(try await golden("vit-quickgelu"), to: .openCLIP)
        let path = folder.path("model")
        _ = try conversion.write(to: path)
        let before = try FileBytes(path: path + "/open_clip_model.safetensors").copy()
        var asked = 0
        #expect {
            try conversion.write(to: path, replacing: true) {
                asked += 1
                return asked > 5
            }
        } throws: {
            ($0 as? ConversionError)?.code == .cancelled
        }
        #expect(try FileBytes(path: path + "/open_clip_model.safetensors").copy() == before)
        #expect(folder.names.filter { $0.contains(".part") }.isEmpty)
    }

    // MARK: Files beside the weights

    @Test("OpenAI's vocabulary is written for transformers as it is published")
    func vocabulary() throws {
        let tokenizer = Tokenizer.openAI()
        let (vocabulary, merges) = (tokenizer.vocabularyFile, tokenizer.mergesFile)
        let again = try vocabulary.withUnsafeBytes { tokens in
            try merges.withUnsafeBytes { merges in
                try Tokenizer(vocabulary: tokens, merges: merges, rules: .huggingFace)
            }
        }
        #expect(again.vocabularySize == 49408 && again.endToken == 49407)
        #expect(again.mergedTokens == tokenizer.mergedTokens)
        for id in Int32(0)..<49406 { #expect(again.token(id) == tokenizer.token(id)) }
        #expect(merges.count { $0 == 0x0A } == 48895)
    }

    @Test("files for people: two spaces for each level")
    func indentation() {
        let text = JSONText.object([
            (name: "a", value: .object([(name: "b", value: .array([.integer(1), .integer(2)]))])),
            (name: "c", value: .string("{\"x\": [1,2]}")),
        ])
        #expect(
            text.indented == "{\n  \"a\": {\n    \"b\": [1, 2]\n  },\n  \"c\": \"{\\\"x\\\": [1,2]}\"\n}\n")
    }
}
