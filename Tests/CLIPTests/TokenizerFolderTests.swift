import CLIPBundledModel
import CLIPTestSupport
import CLIPText
import CLIPWeights
import Testing

@testable import CLIP

/// Which tokenizer a model's folder gives, and that padding does not matter to its texts.
@Suite("Tokenizers of model folders")
struct TokenizerFolderTests {
    private func files(_ folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try SourceFiles(.folder(folder)).names {
            files[name] = try FileBytes(path: folder + "/" + name).copy()
        }
        return files
    }

    private func load<Result: Sendable>(
        _ files: [String: [UInt8]], _ body: (CLIPModel) throws -> Result
    ) async throws -> Result {
        let buffers = files.mapValues { bytes in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
            buffer.copyBytes(from: bytes)
            return buffer
        }
        defer { buffers.values.forEach { $0.deallocate() } }
        let model = try await CLIPModel.load(
            .memory(name: "folder", files: buffers.mapValues { UnsafeRawBufferPointer($0) }))
        return try body(model)
    }

    @Test("the layout chooses the rules")
    func layoutChoosesRules() async throws {
        let folder = Golden.folder + "/weights/"
        try await load(files(folder + "huggingface")) { #expect($0.tokenizer.rules == .huggingFace) }
        try await load(files(folder + "openclip")) { #expect($0.tokenizer.rules == .openCLIP) }
    }

    @Test("a folder that is the same but for its rules is another space by its tokenizer")
    func rulesArePartOfTheSpace() async throws {
        let folder = Golden.folder + "/weights/"
        let theirs = try await load(files(folder + "huggingface")) { $0.space() }
        let ours = try await load(files(folder + "openclip")) { $0.space() }
        #expect(theirs.differences(from: ours) == [.tokenizer])
    }

    @Test("merges as OpenAI packs them, and tokenizer.json, do for a vocabulary")
    func otherVocabularyFiles() async throws {
        var files = try files(Golden.folder + "/weights/openclip")
        let expected = try await load(files) { $0.tokenizer.encode("A photo of a cat, it's <END_OF_TEXT>") }
        let merges = try #require(files["merges.txt"])
        let vocabulary = try #require(files["vocab.json"])
        files["merges.txt"] = nil
        files["vocab.json"] = nil
        let json = String(decoding: vocabulary, as: UTF8.self)
        let list = String(decoding: merges, as: UTF8.self).split(separator: "\n").dropFirst()
        func escaped(_ text: some StringProtocol) -> String {
            text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
        }
        let tokenizer = #"""
            {"added_tokens": [], "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex":
            "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"}, "behavior": "Removed",
            "invert": true}, {"type": "ByteLevel", "add_prefix_space": false}]},
            "model": {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": \#(json),
            "merges": [\#(list.map { "\"\(escaped($0))\"" }.joined(separator: ","))]}}
            """#
        files["tokenizer.json"] = Array(tokenizer.utf8)
        try await load(files) { model in
            #expect(model.tokenizer.rules == .openCLIP)
            #expect(model.tokenizer.encode("A photo of a cat, it's <END_OF_TEXT>") == expected)
        }
        files["tokenizer.json"] = nil
        // The packed file alone gives ids in OpenAI's order, whatever the vocabulary was.
        files["bpe_simple_vocab_16e6.txt.gz"] = Gzip.stored(merges)
        try await load(files) { model in
            #expect(model.tokenizer.rules == .openCLIP)
            #expect(model.tokenizer.vocabularySize == 512 + list.count + 2)
            #expect(model.tokenizer.encode("<end_of_text>") == [model.tokenizer.endToken])
        }
    }

    @Test(
        "what the files beside a vocabulary name for padding is a token wherever it is typed, and another space"
    )
    func settingsBesideTheVocabulary() async throws {
        var files = try files(Golden.folder + "/weights/huggingface")
        let usual = try await load(files) { ($0.tokenizer.encode("a!"), $0.space()) }
        files["special_tokens_map.json"] = Array(#"{"pad_token": "!"}"#.utf8)
        let other = try await load(files) { ($0.tokenizer.encode("a!"), $0.space()) }
        #expect(usual.0.last != 0 && other.0.last == 0)
        #expect(other.1.differences(from: usual.1) == [.tokenizer])
        // OpenCLIP reads no such file.
        var ours = try self.files(Golden.folder + "/weights/openclip")
        let before = try await load(ours) { $0.space() }
        ours["special_tokens_map.json"] = files["special_tokens_map.json"]
        #expect(try await load(ours) { $0.space() } == before)
        files["tokenizer_config.json"] = Array("{".utf8)
        let error = await #expect(throws: ConfigurationError.self) { try await load(files) { _ in } }
        #expect(try #require(error).description.contains("folder: tokenizer_config.json, byte 1: "))
    }

    @Test("an unreadable tokenizer.json is refused while loading, with folder, file and reason")
    func refusedWhileLoading() async throws {
        var files = try files(Golden.folder + "/weights/huggingface")
        files["tokenizer.json"] = Array(#"{"normalizer": {"type": "Bert"}}"#.utf8)
        let error = await #expect(throws: ConfigurationError.self) { try await load(files) { _ in } }
        #expect(try #require(error).description.contains("folder: tokenizer.json: normalizer: Bert"))
    }

    @Test("padding with 0 or with the end token gives the same vector as none")
    func bothPaddingsGiveTheSameVector() async throws {
        let model = try await CLIPModel.load(.bundled)
        let length = model.contextLength
        for text in ["a photo of a cat", "", "two dogs! play"] {
            let ids = model.tokenizer.encode(text, contextLength: length).ids
            let padded = [0, model.tokenizer.endToken].map { pad in
                ids + [Int32](repeating: pad, count: length - ids.count)
            }
            let rows = try await model.encode(tokens: [ids] + padded)
            for other in 1...2 { #expect(Array(rows[other]) == Array(rows[0]), "\(text)") }
        }
    }

    private func text(_ pooling: ModelConfiguration.TextPooling) -> ModelConfiguration.Text {
        .init(
            width: 512, layers: 12, heads: 8, contextLength: 77, vocabularySize: 49408, mlpWidth: 2048,
            activation: .quickGELU, pooling: pooling)
    }

    @Test("the end of a text by its id, or as the highest id where a file says 2, is one and the same token")
    func endTokenByIDOrHighest() throws {
        let tokenizer = Tokenizer.openAI(.huggingFace)
        for words in ["a photo of a cat", "", "a <|endoftext|> b"] {
            let ids = tokenizer.encode(words, contextLength: 77).ids
            let (byID, highest) = (text(.first(tokenizer.endToken)), text(.highestToken))
            #expect(byID.end(of: ids) == highest.end(of: ids))
        }
        try withHuggingFace(text: #""eos_token_id": 2"#) { folder in
            #expect(folder.configuration.text?.pooling == .highestToken)
        }
        try withHuggingFace(text: #""eos_token_id": 49407"#) { folder in
            #expect(folder.configuration.text?.pooling == .first(49407))
        }
    }

    @Test("another context length than the weights have is refused while loading, with both numbers")
    func otherContextLength() async throws {
        var files = try files(Golden.folder + "/weights/openclip")
        let name = "open_clip_config.json"
        let bytes = try #require(files[name])
        let config = String(decoding: bytes, as: UTF8.self)
        let length = try await load(files) { $0.contextLength }
        files[name] = Array(
            config.replacing("\"context_length\": \(length)", with: "\"context_length\": 56").utf8)
        let error = await #expect(throws: ConfigurationError.self) { try await load(files) { _ in } }
        let message = try #require(error).description
        #expect(message.contains("56") && message.contains("\(length)"), "\(message)")
    }
}
