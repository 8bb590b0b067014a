import CLIPTestSupport
import Testing

@testable import CLIPText

@Suite("bpe_simple_vocab_16e6.txt.gz")
struct PackedMergesTests {
    private func text() throws -> [UInt8] {
        let merges = try Goldens.source("CCLIPVocabulary/Data/merges.txt")
        let lines = merges[(merges.firstIndex(of: 0x0A)! + 1)...]
        return Array("\"bpe_simple_vocab_16e6.txt#version: 0.2\n".utf8) + lines
    }

    @Test("the first line is passed over, 48,894 merges are used, the rest is not")
    func whole() throws {
        let more = try text() + Array("not a merge at all\n".utf8)
        for text in [try text(), more] {
            let tokenizer = try Goldens.tokenizer(packed: Gzip.stored(text))
            #expect(tokenizer.vocabularySize == 49408)
            #expect(tokenizer.mergedTokens == Tokenizer.openAI().mergedTokens)
            #expect(tokenizer.encode("a photo of a cat") == [320, 1125, 539, 320, 2368])
        }
    }

    @Test("members that follow each other are one text")
    func members() throws {
        let text = try text()
        let packed = Gzip.stored(Array(text[..<100_000])) + Gzip.stored(Array(text[100_000...]))
        #expect(try Goldens.tokenizer(packed: packed).vocabularySize == 49408)
    }

    @Test("fewer merges make a smaller vocabulary")
    func few() throws {
        let tokenizer = try Goldens.tokenizer(
            packed: Gzip.stored(Array("#\na b\nab c</w>\n".utf8)), .openCLIP)
        #expect(tokenizer.vocabularySize == 516)
        #expect(tokenizer.encode("abc <end_of_text>") == [513, 515])
    }

    @Test("damaged and cut files are refused")
    func damaged() throws {
        let packed = Gzip.stored(Array("#\na b\n".utf8))
        var wrongSum = packed
        wrongSum[packed.count - 6] ^= 1
        for bytes in [[], [0x1F], Array("#\na b\n".utf8), wrongSum, packed + [1, 2, 3]]
            + (0..<packed.count).map({ Array(packed[..<$0]) })
        {
            let error = try #require(throws: TokenizerError.self) { try Goldens.tokenizer(packed: bytes) }
            #expect(error.code == .damagedArchive)
            #expect(error.file == "bpe_simple_vocab_16e6.txt.gz")
        }
    }

    @Test("mistakes are told by their line in the unpacked text")
    func malformed() throws {
        let error = try #require(throws: TokenizerError.self) {
            try Goldens.tokenizer(packed: Gzip.stored(Array("#\na b\na\n".utf8)))
        }
        #expect(error.code == .malformedMerge)
        #expect(error.place == .line(3))
    }
}
