import Testing

@testable import CLIPText

@Suite("tokenizer.json")
struct TokenizerFileTests {
    static let merges = [["a", "b"], ["ab", "c</w>"]]

    /// A file in the form that transformers 5 writes, with parts replaced.
    private func file(
        added: String = "", pipeline: (String, String)? = nil, mergesFirst: Bool = false, pairs: Bool = true
    ) -> String {
        let symbols = Vocabularies.symbols(merges: Self.merges)
        let vocabulary = "\"vocab\": \(Vocabularies.json(symbols))"
        let merges = Self.merges.map { pairs ? "[\"\($0[0])\", \"\($0[1])\"]" : "\"\($0[0]) \($0[1])\"" }
        let list = "\"merges\": [\(merges.joined(separator: ", "))]"
        let text = #"""
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [\#(added)],
            "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex":
            "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"}, "behavior": "Removed",
            "invert": true}, {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}]},
            "post_processor": {"type": "RobertaProcessing", "sep": ["<|endoftext|>", 515],
            "cls": ["<|startoftext|>", 514], "trim_offsets": false, "add_prefix_space": false},
            "decoder": {"type": "ByteLevel"}, "model": {"type": "BPE", "dropout": null,
            "unk_token": "<|endoftext|>", "continuing_subword_prefix": "", "end_of_word_suffix": "</w>",
            "fuse_unk": false, \#(mergesFirst ? "\(list), \(vocabulary)" : "\(vocabulary), \(list)")}}
            """#
        return pipeline.map { text.replacing($0.0, with: $0.1) } ?? text
    }

    private func error(_ text: String) throws -> TokenizerError {
        try #require(throws: TokenizerError.self) { try Goldens.tokenizer(json: Array(text.utf8)) }
    }

    @Test(
        "merges as pairs or strings, before or behind the vocabulary", arguments: [true, false],
        [true, false])
    func forms(mergesFirst: Bool, pairs: Bool) throws {
        let tokenizer = try Goldens.tokenizer(
            json: Array(file(mergesFirst: mergesFirst, pairs: pairs).utf8))
        #expect(tokenizer.encode("ABC abd").map { tokenizer.token($0) } == ["abc</w>", "ab", "d</w>"])
        #expect(tokenizer.startToken == 514)
        #expect(tokenizer.endToken == 515)
        #expect(tokenizer.rules == .huggingFace)
        // The names of start and end are looked for even where nothing is added.
        #expect(tokenizer.encode("<|endoftext|>") == [515])
    }

    /// A folder's files and texts with the ids that transformers gives them.
    struct Case: Decodable {
        /// An added token in the form of a `tokenizer.json`.
        struct Token: Decodable {
            let json: String

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                json = try #"""
                {"id": \#(list.decode(Int.self)), "content": "\#(list.decode(String.self))",
                "normalized": \#(list.decode(Bool.self)), "lstrip": \#(list.decode(Bool.self)),
                "rstrip": \#(list.decode(Bool.self)), "single_word": false, "special": true}
                """#
            }
        }

        let added: [Token]?
        let config: String?
        let map: String?
        let texts: [Goldens.Record]
    }

    /// OpenAI's vocabulary as such a folder has it.
    private func openAI(_ settings: Case) throws -> Tokenizer {
        let merges = try Goldens.source("CCLIPVocabulary/Data/merges.txt")
        let others = try Goldens.settings(config: settings.config, map: settings.map)
        guard let added = settings.added else {
            return try Goldens.tokenizer(
                vocabulary: Goldens.openAIAsJSON(), merges: merges, .huggingFace, others)
        }
        let pairs = merges.split(separator: 0x0A).dropFirst().map { line in
            "\"\(String(decoding: line, as: UTF8.self).escaped)\""
        }
        let model = file(added: added.map(\.json).joined(separator: ","))
        let start = try #require(model.firstRange(of: "\"vocab\""))
        let text =
            model[..<start.lowerBound].replacing("515]", with: "49407]").replacing("514]", with: "49406]")
            + "\"vocab\": \(String(decoding: Goldens.openAIAsJSON(), as: UTF8.self)), "
            + "\"merges\": [\(pairs.joined(separator: ","))]}}"
        return try Goldens.tokenizer(json: Array(text.utf8), .huggingFace, others)
    }

    @Test("added tokens are found as transformers finds them, by each file that may name them")
    func addedTokens() throws {
        let cases: [Case] = try Goldens.lines("added-tokens")
        #expect(cases.count > 40)
        for settings in cases {
            let tokenizer = try openAI(settings)
            for record in settings.texts {
                #expect(
                    tokenizer.encode(record.text) == record.ids,
                    "\(record.text.debugDescription), \(settings)")
            }
        }
    }

    @Test("added tokens of white space, with what tokenizers 0.23.3 makes of them")
    func blankTokens() throws {
        for (flags, text, ids) in [
            // The second is in what the first takes behind it, and counts.
            (#""\u00a0", "rstrip": true, "normalized": false"#, "x\u{A0}  \u{A0}", [343, 49408, 49408]),
            // Normalised it is a space, and so are tabs and line ends.
            (#""\n", "normalized": true"#, "x\nx\t", [343, 49408, 343, 49408]),
        ] as [(String, String, [Int32])] {
            let settings = try Goldens.settings(
                config: #"{"added_tokens_decoder": {"49408": {"content": "# + flags + "}}}", map: nil)
            let tokenizer = try Goldens.tokenizer(
                vocabulary: Goldens.openAIAsJSON(), merges: Goldens.source("CCLIPVocabulary/Data/merges.txt"),
                .huggingFace, settings)
            #expect(tokenizer.encode(text) == ids, "\(flags)")
        }
    }

    @Test("other rules do not look at them")
    func otherRules() throws {
        let others = try Goldens.settings(config: #"{"pad_token": "!"}"#, map: nil)
        let tokenizer = try Goldens.tokenizer(
            vocabulary: Goldens.openAIAsJSON(), merges: Goldens.source("CCLIPVocabulary/Data/merges.txt"),
            .openCLIP, others)
        #expect(tokenizer.encode("wow!") == [2781, 256])
        #expect(tokenizer.applying(.huggingFace).encode("wow!") == [2781, 256])
    }

    @Test(
        "settings that are damaged, or ask for what no CLIP model has",
        arguments: [
            ("{", TokenizerError.Code.malformedJSON), ("[]", .malformedJSON), ("{} x", .malformedJSON),
            (#"{"added_tokens_decoder": {"x": {"content": "a"}}}"#, .unsupported),
            (#"{"added_tokens_decoder": {"-1": {"content": "a"}}}"#, .unsupported),
            (#"{"added_tokens_decoder": {"1": {}}}"#, .unsupported),
            (#"{"pad_token": {"content": "a", "single_word": true}}"#, .unsupported),
        ])
    func damagedSettings(text: String, code: TokenizerError.Code) throws {
        let error = try #require(throws: TokenizerError.self) { try Goldens.settings(config: text, map: nil) }
        #expect(error.code == code)
        #expect(error.file == "tokenizer_config.json")
    }

    @Test("what is not CLIP's is refused by name")
    func refused() throws {
        let changes: [(String, String, String)] = [
            ("\"NFC\"", "\"NFKC\"", "normalizer: NFKC, Replace, Lowercase"),
            (", {\"type\": \"Lowercase\"}", "", "normalizer"),
            ("\"Sequence\", \"normalizers\"", "\"BertNormalizer\", \"normalizers\"", "BertNormalizer"),
            ("\"Split\"", "\"Whitespace\"", "pre_tokenizer: Whitespace, ByteLevel"),
            ("'s|'t", "'t", "Split has another pattern"),
            ("\"invert\": true", "\"invert\": false", "Split"),
            (
                "\"add_prefix_space\": false, \"trim_offsets\": true", "\"add_prefix_space\": true",
                "ByteLevel"
            ),
            ("\"RobertaProcessing\"", "\"BertProcessing\"", "BertProcessing"),
            ("\"decoder\": {\"type\": \"ByteLevel\"}", "\"decoder\": {\"type\": \"Metaspace\"}", "Metaspace"),
            ("\"BPE\"", "\"WordPiece\"", "WordPiece"),
            ("suffix\": \"</w>\"", "suffix\": \"\"", "words end in"),
            ("\"continuing_subword_prefix\": \"\"", "\"continuing_subword_prefix\": \"##\"", "continuing"),
            ("\"fuse_unk\": false", "\"byte_fallback\": true", "byte_fallback"),
            ("\"dropout\": null", "\"dropout\": 0.1", "dropout"),
        ]
        for (old, new, name) in changes {
            let text = file(pipeline: (old, new))
            #expect(text != file(), "\(old)")
            let error = try error(text)
            #expect(error.code == .unsupported)
            #expect(error.file == "tokenizer.json")
            #expect(error.message.contains(name), "\(error)")
        }
    }

    @Test("what is missing or contradicts itself is an error")
    func contradictions() throws {
        for (old, new, code) in [
            ("515]", "900]", TokenizerError.Code.missingSpecialToken),
            ("\"added_tokens\": []", "\"added_tokens\": [{\"id\": 3, \"content\": \"<x>\"}]", .duplicateID),
            ("\"added_tokens\": []", "\"added_tokens\": [{\"id\": 517, \"content\": \"<x>\"}]", .duplicateID),
            ("\"added_tokens\": []", "\"added_tokens\": [{\"id\": 3}]", .unsupported),
            (
                "\"added_tokens\": []",
                "\"added_tokens\": [{\"id\": 516, \"content\": \"<x>\", \"single_word\": true}]", .unsupported
            ),
            ("\"padding\": null", "\"added_tokens\": []", .malformedJSON),
            ("[\"a\", \"b\"]", "[\"a\", \"\"]", .malformedMerge),
            ("[\"a\", \"b\"]", "\"a b c\"", .malformedMerge), ("[\"a\", \"b\"]", "\"ab\"", .malformedMerge),
            ("[\"a\", \"b\"]", "[\"a\"]", .malformedJSON),
            ("[\"a\", \"b\"]", "[\"a\", \"zz\"]", .unknownSymbol),
            ("[\"a\", \"b\"], ", "", .incompleteMerges), (", [\"ab\", \"c</w>\"]", "", .incompleteMerges),
            ("\"vocab\": {", "\"vocab\": {\"!\":0,", .duplicateSymbol), ("\"vocab\"", "\"x\"", .unsupported),
            ("\"merges\"", "\"x\"", .unsupported), ("\"normalizer\"", "\"x\"", .unsupported),
            ("\"version\": \"1.0\"", "\"version\": \(String(repeating: "[", count: 100))", .malformedJSON),
            ("\"version\": \"1.0\"", "\"version\": tru", .malformedJSON),
        ] {
            let text = file(pipeline: (old, new))
            #expect(text != file(), "\(old)")
            #expect(try error(text).code == code, "\(new)")
        }
    }

    @Test("a file cut or changed anywhere is refused or read, never more")
    func damaged() throws {
        let whole = Array(file(added: #"{"id": 514, "content": "<|startoftext|>"}"#).utf8)
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: TokenizerError.self) { try Goldens.tokenizer(json: Array(whole[..<length])) }
        }
        for place in stride(from: 0, to: whole.count, by: 3) {
            for byte: UInt8 in [0x00, 0x22, 0x5B, 0x7B, 0x39, 0xFF] {
                var damaged = whole
                damaged[place] = byte
                if let tokenizer = try? Goldens.tokenizer(json: damaged) { _ = tokenizer.encode("abc <x> É") }
            }
        }
    }
}

extension String {
    fileprivate var escaped: String {
        unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    }
}
