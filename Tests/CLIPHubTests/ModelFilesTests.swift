import Testing

@testable import CLIPHub

@Suite("The files of a repository that a model needs")
struct ModelFilesTests {
    /// What laion's repositories hold: both descriptions, every form of the weights.
    private let both = [
        ".gitattributes", "README.md", "config.json", "merges.txt", "model.safetensors",
        "open_clip_config.json",
        "open_clip_model.safetensors", "open_clip_pytorch_model.bin", "preprocessor_config.json",
        "pytorch_model.bin",
        "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.json",
    ]

    @Test("of every form of the weights one, safetensors first, OpenCLIP's description before Hugging Face's")
    func preference() throws {
        var names = both
        for (weights, configuration) in [
            ("open_clip_model.safetensors", "open_clip_config.json"), ("model.safetensors", "config.json"),
            ("open_clip_pytorch_model.bin", "open_clip_config.json"), ("pytorch_model.bin", "config.json"),
        ] {
            let files = try #require(ModelFiles(among: names))
            #expect(files.weights == weights && files.small.first == configuration)
            #expect(!files.small.contains { $0.contains("model") })
            names.removeAll { $0 == weights }
        }
        #expect(ModelFiles(among: names) == nil)
    }

    @Test("OpenCLIP's needs its vocabulary as a pair, Hugging Face's as one file with what belongs to it")
    func vocabulary() throws {
        #expect(ModelFiles(among: both)?.small == ["open_clip_config.json", "vocab.json", "merges.txt"])
        let huggingFace = both.filter { !$0.hasPrefix("open_clip") }
        #expect(
            ModelFiles(among: huggingFace)?.small == [
                "config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json",
                "special_tokens_map.json",
            ])
        let older = huggingFace.filter { $0 != "tokenizer.json" }
        #expect(ModelFiles(among: older)?.small.contains("merges.txt") == true)
    }

    @Test("timm's repositories describe an image tower in config.json: that is not taken for a CLIP model")
    func timm() {
        let names = [
            "config.json", "model.safetensors", "open_clip_config.json", "open_clip_model.safetensors",
            "pytorch_model.bin",
        ]
        #expect(ModelFiles(among: names)?.weights == "open_clip_model.safetensors")
        #expect(ModelFiles(among: ["config.json", "model.safetensors"]) == nil)
        // A text tower alone has no pictures to prepare.
        #expect(ModelFiles(among: ["config.json", "model.safetensors", "tokenizer.json"]) != nil)
        #expect(ModelFiles(among: names.filter { !$0.hasPrefix("open_clip_model") }) == nil)
    }

    @Test("files that were wanted and are not there are known to be absent")
    func absent() throws {
        let names = [
            "config.json", "preprocessor_config.json", "pytorch_model.bin", "vocab.json", "merges.txt",
        ]
        let files = try #require(ModelFiles(among: names))
        #expect(
            files.absent == [
                "tokenizer_config.json", "special_tokens_map.json", "model.safetensors",
                "model.safetensors.index.json",
            ])
    }

    @Test("an index names parts in its own folder, and nothing else")
    func parts() {
        let index = { (text: String) in ModelFiles.parts(Array(text.utf8)) }
        #expect(index(#"{"weight_map": {"a": "2.bin", "b": "1.bin", "c": "2.bin"}}"#) == ["1.bin", "2.bin"])
        for hostile in [
            "", "[]", #"{"weight_map": {}}"#, #"{"weight_map": {"a": "../x"}}"#,
            #"{"weight_map": {"a": "/etc/passwd"}}"#, #"{"weight_map": {"a": "x/\u0301y"}}"#,
            #"{"weight_map": {"a": 1}}"#, #"{"weight_map": {"a": ""}}"#, #"{"weight_map": {"a": "x\u0000"}}"#,
        ] {
            #expect(index(hostile) == nil, "\(hostile)")
        }
    }

    @Test(
        "names that lead out of a folder are no files",
        arguments: ["../x", "/x", "a/../b", "a//b", "", "a/", ".", "a\nb", "../\u{301}x", "a/../\u{301}x"])
    func plain(name: String) { #expect(!RepositoryListing.isPlain(name)) }

    @Test(
        "a blob's name is the ETag without its marks, and can be nothing but a name",
        arguments: [
            ("\"abc\"", "abc"), ("W/\"abc\"", "abc"), ("abc", "abc"), ("\"a/b\"", nil), ("\"../x\"", nil),
            ("\"\"", nil),
            ("\".x\"", nil), (nil, nil),
        ] as [(String?, String?)])
    func blobNames(header: String?, name: String?) { #expect(BlobName.of(header) == name) }

    @Test("digests are those of sha256sum and git hash-object")
    func digests() {
        let content = Array("hello\n".utf8)
        for (name, isRight) in [
            ("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", true),
            ("ce013625030ba8dba906f756967f9e9ca394464a", true),
            ("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be04", false),
            ("ce013625030ba8dba906f756967f9e9ca394464b", false), ("another-name", true),
        ] {
            var digest = BlobDigest(name: name, size: 6)
            content.withUnsafeBytes { digest.append($0) }
            #expect(digest.isRight == isRight, "\(name)")
        }
    }
}
