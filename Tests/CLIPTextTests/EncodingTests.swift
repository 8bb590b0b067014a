import Testing

@testable import CLIPText

@Suite("Encoding equals the reference")
struct EncodingTests {
    static let files = [
        "captions", "cases", "contractions", "controls", "digits", "emoji", "entities", "forms", "labels",
        "long", "marks", "mojibake", "nasty", "punctuation", "scripts", "spaces", "specials", "templates",
    ]

    @Test("OpenAI's vocabulary, on every golden, by all rules", arguments: files, Tokenizer.Rules.allCases)
    func everyGolden(file: String, rules: Tokenizer.Rules) throws {
        let tokenizer = Tokenizer.openAI(rules)
        let records = try Goldens.records(file)
        #expect(records.count > 10)
        for record in records {
            #expect(tokenizer.encode(record.text) == record.ids(rules), "\(record.text.debugDescription)")
        }
    }

    @Test("there are goldens enough, and the rules differ on some")
    func goldensAreMany() throws {
        let records = try Self.files.flatMap(Goldens.records)
        #expect(records.count >= 5000)
        #expect(records.count { $0.openai != nil } > 100)
        #expect(records.count { $0.hf != nil } > 1000)
    }

    @Test("halves of characters beyond the first plane are joined, or become U+FFFD")
    func surrogates() throws {
        struct Record: Decodable {
            let utf16: [UInt16]
            let ids: [Int32]
        }
        let tokenizer = Tokenizer.openAI()
        let records: [Record] = try Goldens.lines("surrogates")
        #expect(records.count > 5)
        for record in records {
            let text = String(decoding: record.utf16, as: UTF16.self)
            #expect(tokenizer.encode(text) == record.ids, "\(record.utf16)")
        }
    }

    @Test("the same vocabulary as vocab.json and merges.txt gives the same ids")
    func openAIFromFiles() throws {
        let tokenizer = try Goldens.tokenizer(
            vocabulary: Goldens.openAIAsJSON(), merges: Goldens.source("CCLIPVocabulary/Data/merges.txt"))
        #expect(tokenizer.vocabularySize == 49408)
        #expect(tokenizer.startToken == 49406)
        #expect(tokenizer.endToken == 49407)
        for rules in Tokenizer.Rules.allCases {
            let tokenizer = tokenizer.applying(rules)
            for file in Self.files {
                for record in try Goldens.records(file) {
                    #expect(
                        tokenizer.encode(record.text) == record.ids(rules), "\(record.text.debugDescription)")
                }
            }
        }
    }

    @Test("names of special tokens stand for them by each set of rules, whatever the vocabulary calls them")
    func names() throws {
        let tokenizer = try Goldens.tokenizer(
            vocabulary: Goldens.openAIAsJSON(), merges: Goldens.source("CCLIPVocabulary/Data/merges.txt"))
        #expect(tokenizer.encode("a<END_OF_TEXT>") == [320, 49407])
        #expect(tokenizer.encode("<|startoftext|>") != [49406])
        #expect(tokenizer.applying(.openAI).encode("a<|EndOfText|>") == [320, 49407])
        #expect(tokenizer.applying(.openAI).encode("<start_of_text>") != [49406])
        #expect(tokenizer.applying(.huggingFace).encode("<|startoftext|>") == [49406])
        #expect(tokenizer.applying(.huggingFace).encode("<|STARTOFTEXT|>") != [49406])
    }

    @Test("the bundled model's vocabulary, on its goldens")
    func pocket() throws {
        let tokenizer = try Goldens.pocket()
        for record in try Goldens.records("pocket") {
            #expect(tokenizer.encode(record.text) == record.ids, "\(record.text.debugDescription)")
        }
    }

    @Test(
        "the bundled model's published texts",
        arguments: [
            ("a photo of a cat.", [8191, 320, 1125, 539, 320, 2368, 269, 8192]),
            (
                "a photo of a golden retriever, a kind of dog",
                [8191, 320, 1125, 539, 320, 3878, 515, 924, 1247, 267, 320, 3044, 539, 1929, 8192]
            ),
            ("Sea", [8191, 2102, 8192]),
            ("", [8191, 8192]),
        ] as [(String, [Int32])])
    func published(text: String, ids: [Int32]) throws {
        let tokenized = try Goldens.pocket().encode(text, contextLength: 32)
        #expect(tokenized.ids == ids)
        #expect(!tokenized.truncated)
    }

    @Test(
        "a word of 100,000 bytes is merged in no more than a moment", .timeLimit(.minutes(1)),
        arguments: ["x", "ab", "qwertyuiop", "猫"])
    func longWord(unit: String) {
        let tokenizer = Tokenizer.openAI()
        let word = String(repeating: unit, count: 100_000 / unit.utf8.count)
        // As a condition of its own, because a failure would print the word.
        let isSame = tokenizer.decode(tokenizer.encode(word)) == word + " "
        #expect(isSame)
    }

    @Test("cleaning takes linear time where repeated steps would not", .timeLimit(.minutes(1)))
    func nestedEscapes() {
        let tokenizer = Tokenizer.openAI()
        #expect(tokenizer.encode("&" + String(repeating: "amp;", count: 50_000)) == tokenizer.encode("&"))
        #expect(tokenizer.encode("&" + String(repeating: "#65286;", count: 20_000)) == tokenizer.encode("&"))
    }

    @Test("many tasks may use one tokenizer")
    func concurrency() async throws {
        let tokenizer = Tokenizer.openAI()
        let records = try Goldens.records("captions") + Goldens.records("scripts")
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    // Each task begins elsewhere, so that different texts meet.
                    let rotated = records[(task * 7)...] + records[..<(task * 7)]
                    return rotated.count { tokenizer.encode($0.text) != $0.ids }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
