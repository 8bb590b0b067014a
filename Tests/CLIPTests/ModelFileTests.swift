import CLIPNumerics
import CLIPTestSupport
import CLIPText
import CLIPWeights
import Foundation
import Testing

@testable import CLIP

@Suite("A model in one file")
struct ModelFileTests {
    private static let archives = Golden.folder + "/archives/"

    /// A folder of copies, by the names that they get there.
    private func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for (name, source) in files {
            try FileManager.default.copyItem(
                atPath: "\(Golden.folder)/\(source)", toPath: "\(folder.path)/\(name)")
        }
        return folder
    }

    private func space(_ source: ModelSource, _ options: LoadingOptions = .init()) async throws -> String {
        try await CLIPModel.load(source, options: options, compute: Compute(threads: 1)).space().hex
    }

    // MARK: OpenAI's archives

    @Test(
        "what OpenAI published is a model by itself, and computes what the reference does",
        arguments: ["vit", "resnet"])
    func openAI(kind: String) throws {
        let path = "\(Self.archives)openai-\(kind)"
        let folder = try ModelFolder(.file(path + "/model.pt"))
        #expect(folder.layout == .openAI && folder.name == "model.pt")
        let text = try #require(folder.configuration.text)
        #expect(text.activation == .quickGELU && text.heads == 1 && text.layers == 3 && text.mlpWidth == 256)
        #expect(
            text.contextLength == 12 && text.vocabularySize == 600
                && folder.configuration.embedDimension == 40)
        switch try #require(folder.configuration.vision) {
        case .vit(let tower):
            #expect(kind == "vit" && tower.patchSize == 8 && tower.imageSize == 32 && tower.heads == 1)
        case .resnet(let tower):
            #expect(
                kind == "resnet" && tower.layers == [1, 2, 1, 1] && tower.heads == 2 && tower.imageSize == 64)
        }
        let golden = try NetworkGolden(folder, golden: path + "/golden.safetensors")
        let run = golden.run(Compute(threads: 2))
        #expect(largestDifference(run.unitImages, golden["image_features"].map(Double.init)) < 1e-4)
        #expect(largestDifference(run.unitTexts, golden["text_features"].map(Double.init)) < 1e-4)
        #expect(relativeError(run.images, golden["visual"]) < 1e-4)
        #expect(relativeError(run.texts, golden["text"]) < 1e-4)
    }

    @Test("it has OpenAI's tokenizer and preprocessing, and says what it took for granted")
    func openAIRules() async throws {
        let clip = try await CLIPModel.load(
            Self.archives + "openai-vit/model.pt", compute: Compute(threads: 1))
        #expect(clip.tokenizer.rules == .openAI)
        let preprocessing = try #require(clip.folder.preprocessing)
        #expect(preprocessing.mean == [0.48145466, 0.4578275, 0.40821073])
        #expect(preprocessing.standardDeviation == [0.26862954, 0.26130258, 0.27577711])
        #expect(preprocessing.cropRounding == .halfEven && preprocessing.colourOrder == .resizeFirst)
        #expect(preprocessing.interpolation == .bicubic && preprocessing.imageSize == 32)
        let said = clip.folder.assumptions.joined()
        #expect(
            said.contains(
                "model.pt: sizes are those of its tensors; pictures are prepared with OpenAI's mean"))
    }

    // MARK: The activation

    @Test("bare weights are refused without an activation, with the remedy")
    func activation() throws {
        let path = Self.archives + "openai-vit/state.safetensors"
        expectRefusal(.missing, "Give --activation quickgelu") { _ = try ModelFolder(.file(path)) }
        let golden = try NetworkGolden(
            ModelFolder(.file(path), options: .init(activation: .quickGELU)),
            golden: Self.archives + "openai-vit/golden.safetensors")
        let run = golden.run(Compute(threads: 1))
        #expect(largestDifference(run.unitTexts, golden["text_features"].map(Double.init)) < 1e-4)
        // The wrong one is a model, too, and that is why it is asked for.
        let other = try NetworkGolden(
            ModelFolder(.file(path), options: .init(activation: .gelu)),
            golden: Self.archives + "openai-vit/golden.safetensors")
        let wrong = other.run(Compute(threads: 1))
        #expect(largestDifference(wrong.unitTexts, golden["text_features"].map(Double.init)) > 2e-3)
    }

    @Test("with a configuration beside it a file is what its folder is", arguments: ["vit-gelu", "hf-gelu"])
    func besideConfiguration(name: String) async throws {
        let path = "\(Golden.folder)/networks/\(name)"
        let file = name == "hf-gelu" ? "model.safetensors" : "open_clip_model.safetensors"
        #expect(try await space(.file("\(path)/\(file)")) == space(.folder(path)))
        #expect(try ModelFolder(.file("\(path)/\(file)")).assumptions == [])
    }

    // MARK: Folders

    @Test("folders with pytorch_model.bin, whole and in parts, are the folder with safetensors")
    func huggingFaceFolders() async throws {
        let expected = try await space(.folder(Golden.folder + "/weights/huggingface"))
        for name in ["huggingface-bin", "huggingface-sharded-bin"] {
            #expect(try await space(.folder(Self.archives + name)) == expected, "\(name)")
        }
    }

    @Test(
        "OpenCLIP's folder with any form of torch.save is the folder with safetensors",
        arguments: [
            ("zip.pt", "open_clip_pytorch_model.bin"), ("legacy.pt", "open_clip_pytorch_model.bin"),
            ("checkpoint.pt", "epoch_1.pt"), ("wrapped.pt", "pytorch_model.bin"),
        ])
    func openCLIPFolder(source: String, name: String) async throws {
        let common = ["open_clip_config.json", "vocab.json", "merges.txt"].map {
            ($0, "weights/openclip/\($0)")
        }
        let folder = try folder(Dictionary(uniqueKeysWithValues: common + [(name, "archives/\(source)")]))
        let expected = try await space(.folder(Golden.folder + "/weights/openclip"))
        #expect(try await space(.folder(folder.path)) == expected)
        // Given itself, it takes the configuration beside it.
        #expect(try await space(.path("\(folder.path)/\(name)")) == expected)
    }

    @Test("safetensors are preferred to pickles, and several files of other names are asked about")
    func preference() throws {
        let openCLIP = #"{"model_cfg": {"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}}"#
        func names(_ files: [String]) throws -> [String] {
            let all = ["open_clip_config.json": openCLIP].merging(files.map { ($0, "") }) { $1 }
            return try withFolder(all) { $0.weightFiles }
        }
        #expect(
            try names(["open_clip_pytorch_model.bin", "model.safetensors"]) == ["model.safetensors"])
        #expect(
            try names(["pytorch_model.bin", "open_clip_pytorch_model.bin"]) == ["open_clip_pytorch_model.bin"]
        )
        #expect(try names(["epoch_7.pt"]) == ["epoch_7.pt"])
        expectRefusal(.missing, "a file of weights can be given itself") {
            _ = try names(["epoch_7.pt", "epoch_8.pt"])
        }
        expectRefusal(.malformed, "\"x.safetensors\" is not a bin file's name") {
            try withFolder([
                "open_clip_config.json": openCLIP,
                "pytorch_model.bin.index.json": #"{"weight_map": {"a": "x.safetensors"}}"#,
            ]) { _ in }
        }
        expectRefusal(.malformed, "\"../x.bin\" is not a bin file's name") {
            try withFolder([
                "open_clip_config.json": openCLIP,
                "pytorch_model.bin.index.json": #"{"weight_map": {"a": "../x.bin"}}"#,
            ]) { _ in }
        }
    }

    // MARK: Sizes

    /// Tensors without elements, whose shapes are all that counts here.
    private func store(vision: Int, positions: Int = 257) throws -> WeightStore {
        let shapes: [(String, [Int])] = [
            ("visual.conv1.weight", [vision, 0, 14, 14]), ("visual.proj", [vision, 0]),
            ("visual.positional_embedding", [positions, 0]),
            ("visual.transformer.resblocks.0.mlp.c_fc.weight", [4 * vision, 0]),
            ("text_projection", [0, 1024]), ("ln_final.weight", [1024]), ("positional_embedding", [77, 0]),
            ("token_embedding.weight", [49408, 0]), ("transformer.resblocks.0.mlp.c_fc.weight", [4096, 0]),
        ]
        let path = TemporaryFolder.shared.path("shapes")
        try Safetensors.write(
            shapes.map { name, shape in
                .init(name, shape: shape, [Float](repeating: 0, count: shape.reduce(1, *)))
            }, to: path)
        return try WeightStore([SafetensorsFile(path: path)])
    }

    @Test("heads: 64 numbers each, and 16 of them in OpenCLIP's widest towers")
    func heads() throws {
        for (width, heads) in [(768, 12), (1024, 16), (1280, 16), (1408, 16), (1664, 16)] {
            let architecture = try Architecture(of: store(vision: width), isOpenAI: false, "file")
            guard case .vit(let tower) = try architecture.configuration(.gelu).vision else {
                Issue.record("not a transformer")
                return
            }
            #expect(tower.heads == heads && tower.imageSize == 224 && tower.mlpWidth == 4 * width)
            #expect(architecture.assumption?.contains(width > 1024 ? "16 heads" : "heads of 64") == true)
        }
    }

    @Test("shapes that say no size are refused")
    func oddShapes() throws {
        expectRefusal(.unsupported, "the image tower is 100 wide, which is no multiple of 64") {
            _ = try Architecture(of: store(vision: 100), isOpenAI: false, "file").configuration(.gelu)
        }
        expectRefusal(.malformed, "has 256 rows, which is not a square and one more") {
            _ = try Architecture(of: store(vision: 768, positions: 256), isOpenAI: false, "file")
                .configuration(.gelu)
        }
        expectRefusal(.malformed, "visual.positional_embedding has the shape [0, 0]") {
            _ = try Architecture(of: store(vision: 768, positions: 0), isOpenAI: false, "file")
                .configuration(.gelu)
        }
        let path = Self.archives + "views.safetensors"
        expectRefusal(.unsupported, "neither visual.proj nor visual.attnpool is there") {
            _ = try ModelFolder(.file(path), options: .init(activation: .gelu))
        }
    }
}
