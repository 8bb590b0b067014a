import Testing

@testable import CLIPText

@Suite("Decoding")
struct DecodingTests {
    /// Ids and what OpenCLIP makes of them, and the others where they differ.
    struct Record: Decodable {
        let ids: [Int32]
        let text: String
        let openai: String?
        let hf: String?
    }

    @Test("tokens' text equals each reference's, damaged UTF-8 included", arguments: Tokenizer.Rules.allCases)
    func goldens(rules: Tokenizer.Rules) throws {
        let tokenizer = Tokenizer.openAI(rules)
        let records: [Record] = try Goldens.lines("decoding")
        #expect(records.count > 200)
        // Hugging Face's is asked with the names that its vocabulary has.
        let fromFiles = try Goldens.tokenizer(
            vocabulary: Goldens.openAIAsJSON(), merges: Goldens.source("CCLIPVocabulary/Data/merges.txt"),
            rules)
        for record in records {
            let expected =
                switch rules {
                case .openAI: record.openai ?? record.text
                case .openCLIP: record.text
                case .huggingFace: record.hf ?? record.text
                }
            // Swift's strings compare by canonical equivalence; scalars do not.
            for tokenizer in rules == .huggingFace ? [fromFiles] : [tokenizer, fromFiles] {
                let text = tokenizer.decode(record.ids)
                #expect(Array(text.unicodeScalars) == Array(expected.unicodeScalars), "\(record.ids)")
            }
        }
    }

    @Test("ids that a vocabulary lacks show, or are passed over as transformers does")
    func unknownIDs() {
        #expect(Tokenizer.openAI(.openCLIP).decode([2368, 99999]) == "cat \u{FFFD}")
        #expect(Tokenizer.openAI(.huggingFace).decode([2368, 99999]) == "cat")
    }

    @Test("encoding what was decoded gives the same ids", arguments: ["captions", "labels", "scripts"])
    func roundTrip(file: String) throws {
        let tokenizer = Tokenizer.openAI()
        for record in try Goldens.records(file) {
            let again = tokenizer.encode(tokenizer.decode(record.ids))
            // Decoding puts spaces between words, which parts "'" from what follows it.
            if !record.text.contains(where: { "'’‘ʼ".contains($0) }) {
                #expect(again == record.ids, "\(record.text.debugDescription)")
            }
        }
    }

    @Test("a token's spelling is the vocabulary's; an unknown id has none")
    func spelling() {
        let tokenizer = Tokenizer.openAI()
        #expect(tokenizer.token(0) == "!")
        #expect(tokenizer.token(256) == "!</w>")
        #expect(tokenizer.token(512) == "in")
        #expect(tokenizer.token(2368) == "cat</w>")
        #expect(tokenizer.token(49406) == "<start_of_text>")
        #expect(tokenizer.token(49407) == "<end_of_text>")
        #expect(tokenizer.token(49408) == nil)
        #expect(tokenizer.token(-1) == nil)
        #expect(tokenizer.decode([2368, 49408, -1]) == "cat \u{FFFD}\u{FFFD}")
        #expect(tokenizer.decode([]) == "")
    }

    @Test("every spelling is another one, and ids count up to the vocabulary's size")
    func spellingsDiffer() {
        let tokenizer = Tokenizer.openAI()
        #expect(tokenizer.vocabularySize == 49408)
        let spellings = Set((0..<49408).compactMap { tokenizer.token($0) }.map { Array($0.utf8) })
        #expect(spellings.count == 49408)
    }
}
