import Testing

@testable import CLIPText

@Suite("bpe_simple_vocab_16e6.txt.gz")
struct PackedMergesTests {
    /// gzip without compression: one stored block per 65,535 bytes.
    private func pack(_ text: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var index = 0
        repeat {
            let end = min(index + 65_535, text.count)
            let count = UInt16(end - index)
            packed.append(end == text.count ? 1 : 0)
            for word in [count, ~count] { packed += [UInt8(word & 0xFF), UInt8(word >> 8)] }
            packed += text[index..<end]
            index = end
        } while index < text.count
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in text {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for word in [~crc, UInt32(text.count)] {
            for shift in [0, 8, 16, 24] { packed.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        return packed
    }

    private func text() throws -> [UInt8] {
        let merges = try Goldens.source("CCLIPVocabulary/Data/merges.txt")
        let lines = merges[(merges.firstIndex(of: 0x0A)! + 1)...]
        return Array("\"bpe_simple_vocab_16e6.txt#version: 0.2\n".utf8) + lines
    }

    @Test("the first line is passed over, 48,894 merges are used, the rest is not")
    func whole() throws {
        let more = try text() + Array("not a merge at all\n".utf8)
        for text in [try text(), more] {
            let tokenizer = try Goldens.tokenizer(packed: pack(text))
            #expect(tokenizer.vocabularySize == 49408)
            #expect(tokenizer.mergedTokens == Tokenizer.openAI().mergedTokens)
            #expect(tokenizer.encode("a photo of a cat") == [320, 1125, 539, 320, 2368])
        }
    }

    @Test("members that follow each other are one text")
    func members() throws {
        let text = try text()
        let packed = pack(Array(text[..<100_000])) + pack(Array(text[100_000...]))
        #expect(try Goldens.tokenizer(packed: packed).vocabularySize == 49408)
    }

    @Test("fewer merges make a smaller vocabulary")
    func few() throws {
        let tokenizer = try Goldens.tokenizer(packed: pack(Array("#\na b\nab c</w>\n".utf8)), .openCLIP)
        #expect(tokenizer.vocabularySize == 516)
        #expect(tokenizer.encode("abc <end_of_text>") == [513, 515])
    }

    @Test("damaged and cut files are refused")
    func damaged() throws {
        let packed = pack(Array("#\na b\n".utf8))
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
            try Goldens.tokenizer(packed: pack(Array("#\na b\na\n".utf8)))
        }
        #expect(error.code == .malformedMerge)
        #expect(error.place == .line(3))
    }
}
