import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("ModelFolder")
struct ConfigurationFolderTests {
    private let openCLIP = #"{"model_cfg": {"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}}"#
    private let huggingFace = #"{"model_type": "clip", "vision_config": {}, "text_config": {}}"#

    @Test("what is missing is named, with what is there")
    func missing() {
        expectRefusal(
            .missing,
            "expected open_clip_config.json (OpenCLIP) or config.json (Hugging Face); the folder has notes.txt"
        ) {
            try withFolder(["notes.txt": ""]) { _ in }
        }
        expectRefusal(.missing, "the folder is empty") { try withFolder([:]) { _ in } }
        expectRefusal(.missing, "expected the weights as open_clip_model.safetensors or model.safetensors") {
            try withFolder(["open_clip_config.json": openCLIP]) { _ in }
        }
        expectRefusal(.missing, "expected preprocessor_config.json") {
            try withFolder(["config.json": huggingFace]) { _ in }
        }
        expectRefusal(.missing, "/nowhere/model: the model's folder cannot be opened: No such file") {
            _ = try ModelFolder(.folder("/nowhere/model"))
        }
        expectRefusal(.malformed, "not a folder") {
            _ = try ModelFolder(.folder(Repository.bundledModel + "/vocab.json"))
        }
    }

    @Test("vocabularies: both files, or OpenAI's")
    func vocabularies() throws {
        let files = ["open_clip_config.json": openCLIP, "open_clip_model.safetensors": ""]
        try withFolder(files) { #expect($0.vocabulary == nil) }
        try withFolder(files.merging(["vocab.json": "{}", "merges.txt": "x"]) { $1 }) { folder in
            guard case .pair(_, let merges) = folder.vocabulary else {
                Issue.record("not the pair of files")
                return
            }
            #expect(merges.copy() == [UInt8(ascii: "x")])
        }
        expectRefusal(.missing, "vocab.json is there, but merges.txt is not") {
            try withFolder(files.merging(["vocab.json": "{}"]) { $1 }) { _ in }
        }
        expectRefusal(.missing, "a vocabulary of 100 tokens is not OpenAI's (49408)") {
            try withOpenCLIP(text: #""vocab_size": 100"#) { _ in }
        }
    }

    @Test("a folder with both layouts is read by the one whose weights are there")
    func bothLayouts() throws {
        let both = [
            "open_clip_config.json": openCLIP, "config.json": huggingFace, "preprocessor_config.json": "{}",
        ]
        for (weights, layout) in [
            (["model.safetensors"], ModelFolder.Layout.huggingFace),
            (["open_clip_model.safetensors"], .openCLIP),
            (["model.safetensors", "open_clip_model.safetensors"], .openCLIP),
        ] {
            let files = weights.reduce(into: both) { $0[$1] = "" }
            try withFolder(files) { #expect($0.layout == layout) }
        }
    }

    @Test("a model in parts is found by its index, which cannot lead elsewhere")
    func parts() throws {
        let folder = try ModelFolder(.folder(Golden.folder + "/weights/huggingface"))
        let whole = try SafetensorsFile(path: Golden.folder + "/weights/huggingface/model.safetensors")
        let target = TemporaryFolder()
        for name in ["config.json", "preprocessor_config.json", "vocab.json", "merges.txt"] {
            let file = try FileBytes(path: Golden.folder + "/weights/huggingface/" + name)
            let copy = try AsideFile(target.path + "/" + name)
            try file.withBytes { try copy.append($0) }
            try copy.commit()
        }
        var map: [String] = []
        for (part, names) in [whole.tensorNames.prefix(20), whole.tensorNames.dropFirst(20)].enumerated() {
            let file = "model-0000\(part + 1)-of-00002.safetensors"
            try Safetensors.write(
                names.compactMap { whole[$0] }.map { tensor in
                    .init(
                        tensor.name, .float32, shape: tensor.shape,
                        bytes: tensor.withUnsafeBytes { Array($0) })
                }, to: target.path + "/" + file)
            map += names.map { "\"\($0)\": \"\(file)\"" }
        }
        func writeIndex(_ map: [String]) throws {
            let index = try AsideFile(target.path + "/model.safetensors.index.json")
            try Array("{\"weight_map\": {\(map.joined(separator: ","))}}".utf8).withUnsafeBytes {
                try index.append($0)
            }
            try index.commit()
        }
        try writeIndex(map)
        let store = try ModelFolder(.folder(target.path)).openWeights()
        #expect(store.fileNames.count == 2)
        #expect(try store.digest(of: .vision) == folder.openWeights().digest(of: .vision))
        for elsewhere in ["../model.safetensors", "../\u{301}model.safetensors"] {
            try writeIndex(["\"a\": \"\(elsewhere)\""])
            expectRefusal(.malformed, "is not a safetensors file's name") {
                _ = try ModelFolder(.folder(target.path))
            }
        }
        try writeIndex([])
        expectRefusal(.missing, "weight_map is empty") { _ = try ModelFolder(.folder(target.path)) }
        try writeIndex(["\"a\": \"other.safetensors\""])
        expectRefusal(.missing, "names files that are not there: other.safetensors") {
            _ = try ModelFolder(.folder(target.path))
        }
    }

    @Test("weights far too few for the configuration are refused before memory is asked for")
    func absurdSizes() {
        let wide = #""width": 65536, "heads": 1, "layers": 1000, "mlp_ratio": 1"#
        expectRefusal(.weights, "it is empty") {
            try withOpenCLIP(text: wide) { _ = try $0.openWeights() }
        }
        let empty = "\u{2}\0\0\0\0\0\0\0{}"
        expectRefusal(.malformed, "they belong to different models") {
            try withFolder(
                [
                    "open_clip_config.json":
                        #"{"model_cfg": {"embed_dim": 512, "vision_cfg": {}, "text_cfg": {\#(wide)}}}"#,
                    "open_clip_model.safetensors": empty,
                ]
            ) { _ = try $0.openWeights() }
        }
    }

    @Test(
        "sizes beyond any model are refused by name",
        arguments: [
            ("embedding dimension", #""embed_dim": 300000, "vision_cfg": {}, "text_cfg": {}"#),
            (
                "image size",
                #""embed_dim": 8, "vision_cfg": {"image_size": 16448, "patch_size": 64}, "text_cfg": {}"#
            ),
            ("image width", #""embed_dim": 8, "vision_cfg": {"width": 192000}, "text_cfg": {}"#),
            ("image layers", #""embed_dim": 8, "vision_cfg": {"layers": 1000000}, "text_cfg": {}"#),
            ("text width", #""embed_dim": 8, "vision_cfg": {}, "text_cfg": {"width": 192000, "heads": 1}"#),
            ("vocab", #""embed_dim": 8, "vision_cfg": {}, "text_cfg": {"vocab_size": 1000000000}"#),
        ])
    func limits(name: String, configuration: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try withFolder([
                "open_clip_config.json": "{\"model_cfg\": {\(configuration)}}",
                "open_clip_model.safetensors": "\u{2}\0\0\0\0\0\0\0{}",
            ]) { _ = try $0.openWeights() }
        }
        let message = error?.message ?? ""
        #expect(message.contains(name) || message.contains(name.replacing(" ", with: "_")), "\(message)")
    }

    @Test("1,000 damaged configurations are refused or read, and never crash", arguments: 0..<10)
    func mutations(round: Int) throws {
        let original = try FileBytes(path: Golden.folder + "/weights/huggingface/config.json").copy()
        var random = SeededGenerator(seed: UInt64(round))
        for _ in 0..<100 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes[index] = Array("0123456789,:[]{}\"\\-e.".utf8).randomElement(using: &random)!
                default: bytes.remove(at: index)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                try withFolder([
                    "config.json": text, "preprocessor_config.json": "{}", "model.safetensors": "",
                ]) { folder in
                    #expect(folder.configuration.parameterCount > 0)
                }
            } catch let error as ConfigurationError {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
