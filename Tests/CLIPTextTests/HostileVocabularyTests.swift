import Testing

@testable import CLIPText

/// Every way in which the two files can be wrong is told by kind and place.
@Suite("Damaged vocabularies")
struct HostileVocabularyTests {
    static let merges = [["a", "b"], ["ab", "c</w>"]]

    private func error(
        vocabulary: [UInt8]? = nil, merges: [UInt8]? = nil
    ) throws -> TokenizerError {
        let vocabulary =
            vocabulary ?? Array(Vocabularies.json(Vocabularies.symbols(merges: Self.merges)).utf8)
        let merges = merges ?? Array(Vocabularies.text(merges: Self.merges).utf8)
        return try #require(throws: TokenizerError.self) {
            try Goldens.tokenizer(vocabulary: vocabulary, merges: merges)
        }
    }

    @Test("what is whole loads, with CR LF and blank lines at the end too")
    func whole() throws {
        let json = Array(Vocabularies.json(Vocabularies.symbols(merges: Self.merges)).utf8)
        for merges in ["a b\nab c</w>", "#version: 0.2\r\na b\r\nab c</w>\r\n\r\n", "a b\nab c</w>\n\n"] {
            let tokenizer = try Goldens.tokenizer(vocabulary: json, merges: Array(merges.utf8))
            #expect(tokenizer.encode("abc").map { tokenizer.token($0) } == ["abc</w>"])
            #expect(tokenizer.vocabularySize == 516)
        }
    }

    @Test("escapes and white space of JSON are understood")
    func escapes() throws {
        let symbols = Vocabularies.symbols(merges: Self.merges)
        let entries = symbols.enumerated().map { id, symbol in
            let units = symbol.utf16.map {
                "\\u" + "000\(String($0, radix: 16, uppercase: id % 2 == 0))".suffix(4)
            }
            return "\r\n\t\"\(units.joined())\" :\t\(id) "
        }
        let merges = Array(Vocabularies.text(merges: Self.merges).utf8)
        let tokenizer = try Goldens.tokenizer(
            vocabulary: Array(" {\(entries.joined(separator: ","))} \n".utf8), merges: merges)
        for (id, symbol) in symbols.enumerated() { #expect(tokenizer.token(Int32(id)) == symbol) }
        let short = #"{"\"\\\/\b\f\n\r\t":0,"\uD83D\ude00":1,"😀":2}"#
        let error = try error(vocabulary: Array(short.utf8))
        #expect(error.code == .duplicateSymbol)
        #expect(error.place == .byte(39))
    }

    @Test(
        "bad JSON, with the byte where it goes wrong",
        arguments: [
            ("", 0), ("[]", 0), ("{", 1), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":x}", 5), ("{\"a\":-1}", 5),
            ("{\"a\":1.5}", 6), ("{\"a\":01}", 7), ("{\"a\":0,}", 7), ("{\"a\":0 \"b\":1}", 7),
            ("{\"a\":0}x", 7),
            ("{\"a", 3), ("{\"a\\", 4), ("{\"\\x\":0}", 3), ("{\"\\u12\":0}", 6), ("{\"\\ud800\":0}", 8),
            ("{\"\\ud800\\u0041\":0}", 14), ("{\"\\udc00\":0}", 8), ("{\"a\nb\":0}", 3), ("{a:0}", 1),
            ("{\"a\":\"0\"}", 5), ("null", 0), ("{\"a\":{}}", 5),
        ])
    func json(text: String, offset: Int) throws {
        let error = try error(vocabulary: Array(text.utf8))
        #expect(error.code == .malformedJSON)
        #expect(error.file == "vocab.json")
        #expect(error.place == .byte(offset), "\(text.debugDescription)")
    }

    @Test("a vocabulary cut anywhere is refused")
    func cutVocabulary() throws {
        let whole = Array(Vocabularies.json(Vocabularies.symbols(merges: Self.merges)).utf8)
        for length in stride(from: 0, to: whole.count, by: 3) {
            let error = try error(vocabulary: Array(whole[..<length]))
            #expect([.malformedJSON, .notUTF8].contains(error.code))
        }
    }

    @Test("bytes that are not UTF-8")
    func notUTF8() throws {
        for bad: [UInt8] in [
            [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF1, 0x80, 0x80],
            [0xC3, 0x28], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28],
        ] {
            let json = try error(vocabulary: Array("{\"abcdefgh".utf8) + bad + Array("\":0}".utf8))
            #expect(json.code == .notUTF8)
            #expect(json.place == .byte(10))
            let text = try error(merges: Array("#version: 0.2\na b\n".utf8) + bad + Array(" c\n".utf8))
            #expect(text.code == .notUTF8)
            #expect(text.place == .line(3))
        }
    }

    @Test("ids that are missing, given twice or too large")
    func ids() throws {
        let symbols = Vocabularies.symbols(merges: Self.merges)
        let json = Vocabularies.json(symbols)
        let last = symbols.count - 1
        let gap = try error(vocabulary: Array(json.replacing(":\(last)}", with: ":\(last + 1)}").utf8))
        #expect(gap.code == .missingID)
        #expect(gap.message.contains("\(last)"))
        let twice = try error(vocabulary: Array(json.replacing(":\(last)}", with: ":7}").utf8))
        #expect(twice.code == .duplicateID)
        let large = try error(
            vocabulary: Array(json.replacing(":\(last)}", with: ":99999999999999999999}").utf8))
        #expect(large.code == .tooLarge)
        #expect(large.place == .byte(json.utf8.count - "\(last)}".utf8.count))
    }

    @Test("a symbol given twice, also where one is written with an escape")
    func duplicateSymbol() throws {
        let error = try error(vocabulary: Array("{\"a\":0,\"\\u0061\":1}".utf8))
        #expect(error.code == .duplicateSymbol)
        #expect(error.place == .byte(7))
    }

    @Test("symbols for bytes and special tokens must be there")
    func missingSymbols() throws {
        let symbols = Vocabularies.symbols(merges: Self.merges)
        let noByte = try error(vocabulary: Array(Vocabularies.json(symbols.filter { $0 != "Ā</w>" }).utf8))
        #expect(noByte.code == .missingSymbol)
        #expect(noByte.message.contains("Ā</w>"))
        let noEnd = try error(vocabulary: Array(Vocabularies.json(symbols.dropLast()).utf8))
        #expect(noEnd.code == .missingSpecialToken)
        let empty = try error(vocabulary: Array("{ }".utf8))
        #expect(empty.code == .missingSpecialToken)
    }

    @Test(
        "merges that are no merges, with their line",
        arguments: [
            ("a b\nab\n", TokenizerError.Code.malformedMerge, 2), ("a b\nab c</w> d\n", .malformedMerge, 2),
            ("a b\n\nab c</w>\n", .malformedMerge, 3), ("a  b\n", .malformedMerge, 1),
            (" b\n", .malformedMerge, 1),
            ("a \n", .malformedMerge, 1), ("a b\nab d\n", .unknownSymbol, 2), ("a bc\n", .unknownSymbol, 1),
            ("xy z\n", .unknownSymbol, 1), ("a b\na b\n", .duplicateMerge, 2),
            ("a b\nab c</w", .unknownSymbol, 2),
            ("a b\n#version: 0.2\n", .unknownSymbol, 2),
        ])
    func badMerges(text: String, code: TokenizerError.Code, line: Int) throws {
        let error = try error(merges: Array(text.utf8))
        #expect(error.code == code)
        #expect(error.file == "merges.txt")
        #expect(error.place == .line(line), "\(text.debugDescription)")
    }

    @Test("merges cut at the end of a line leave symbols that nothing makes")
    func cutMerges() throws {
        for text in ["", "#version: 0.2\n", "a b\n"] {
            let error = try error(merges: Array(text.utf8))
            #expect(error.code == .incompleteMerges)
            #expect(error.message.contains("abc</w>") || error.message.contains("\"ab\""))
        }
    }

    @Test("an error says file, place and remedy in one line")
    func description() throws {
        let error = try error(merges: Array("a b\nab\n".utf8))
        #expect("\(error)".hasPrefix("merges.txt, line 2: "))
        #expect("\(error)".contains("fetch it again"))
        #expect(error.code.description == "malformedMerge")
    }
}
