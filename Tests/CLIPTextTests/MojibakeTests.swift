import Testing

@testable import CLIPText

/// The parts of the repair one by one; that all together equals ftfy is what the goldens show.
@Suite("Mojibake")
struct MojibakeTests {
    private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private func repaired(_ text: String) -> String {
        var scalars = scalars(text)
        scalars.repairEncoding()
        return String(String.UnicodeScalarView(scalars))
    }

    /// UTF-8 as an encoding shows it.
    private func misread(_ text: String, in encoding: SingleByteEncoding) -> String? {
        let characters = (0..<0x1_0000).compactMap(Unicode.Scalar.init).reduce(
            into: [UInt8: Unicode.Scalar]()
        ) { characters, scalar in
            if let byte = encoding.encode([scalar])?.first { characters[byte] = scalar }
        }
        let shown = text.utf8.map { characters[$0] }
        return shown.contains(nil) ? nil : String(String.UnicodeScalarView(shown.compactMap { $0 }))
    }

    @Test("what was read in any of the encodings is found out", arguments: SingleByteEncoding.allCases)
    func everyEncoding(encoding: SingleByteEncoding) throws {
        for text in ["L’été — naïve “façade”", "emoji 😀🎉"] {
            guard let wrong = misread(text, in: encoding) else { continue }
            #expect(wrong != text)
            #expect(repaired(wrong) == text, "\(wrong)")
        }
        #expect(misread("é", in: encoding) != nil)
    }

    @Test("text misread twice is read twice")
    func nested() throws {
        let once = try #require(misread("naïve — été", in: .windows1252))
        let twice = try #require(misread(once, in: .windows1252))
        #expect(repaired(twice) == "naïve — été")
    }

    @Test("what looks odd but is meant stays")
    func meant() {
        for text in ["(╯°□°)╯︵ ┻━┻", "Ångström", "Ã", "ÀÉÎ", "naïve", "10 €", "²³", "Привет", "ÖÄÜ!", ""] {
            #expect(repaired(text) == text)
        }
    }

    @Test("bytes that were lost or became spaces are understood")
    func damaged() {
        #expect(repaired("voilÃ  le travail") == "voilà le travail")
        #expect(repaired("Ã la mode") == "à la mode")
        #expect(repaired("à quel") == "à quel")
        #expect(repaired("â€œ like this â€\u{FFFD}") == "“ like this \u{FFFD}")
    }

    @Test("Java's NUL and pairs of surrogates are UTF-8, too")
    func variants() {
        #expect(UTF8Variants.decode([0x61, 0xC0, 0x80]) == ["a", "\0"])
        #expect(UTF8Variants.decode([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x8D]) == ["😍"])
        #expect(UTF8Variants.decode([0xED, 0x95, 0x9C]) == ["한"])
        for bad: [UInt8] in [
            [0xED, 0xA0, 0xBD], [0xC0], [0xC0, 0x41], [0xFF], [0xED, 0xB0, 0x80, 0x61, 0x61, 0x61],
        ] {
            #expect(UTF8Variants.decode(bad) == nil)
        }
    }

    @Test("only ASCII and plain words are never looked into", arguments: ["cat", "“cat”", "ça va?", "Ünal"])
    func notBad(text: String) {
        #expect(!Badness.isIn(scalars(text)))
    }

    @Test("endless garble is repaired in no more than a moment", .timeLimit(.minutes(1)))
    func long() {
        for unit in ["Ã©", "â€œ", "\u{C3}\u{A0} \u{402}", "Гў", "\u{81}é"] {
            let text = String(repeating: unit, count: 20_000)
            let once = repaired(text)
            #expect(repaired(once) == once)
        }
    }
}
