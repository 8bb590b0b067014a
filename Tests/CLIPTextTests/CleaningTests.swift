import Testing

@testable import CLIPText

/// The steps one by one; that all together equal the reference is what the goldens show.
@Suite("Cleaning, step by step")
struct CleaningTests {
    private func applying(
        _ step: (inout [Unicode.Scalar]) -> Void, to text: String
    ) -> [Unicode.Scalar] {
        var scalars = Array(text.unicodeScalars)
        step(&scalars)
        return scalars
    }

    private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    @Test("references with a semicolon only, until none is left")
    func terminatedEntities() {
        #expect(
            applying(
                { $0.unescapeTerminatedEntities(isNested: true) },
                to: "a&not b&amp;amp;lt; &NTILDE; &#59; &#9999x;")
                == scalars("a&not b< Ñ &#59; &#9999x;"))
    }

    @Test("references as browsers read them, one level")
    func html() {
        #expect(
            applying({ $0.unescapeHTML() }, to: "a&not b&amp;amp; &notit; &#65x &#x1F600; &#0;&#1;&#150;")
                == scalars("a¬ b&amp; ¬it; Ax 😀 \u{FFFD}–"))
    }

    @Test("C1 controls become what Windows-1252 has in their place")
    func c1() {
        #expect(
            applying({ $0.replaceC1Controls() }, to: "\u{80}5 \u{93}x\u{94} \u{81}")
                == scalars("€5 “x” \u{81}"))
    }

    @Test("Latin ligatures are split, letters are not")
    func ligatures() {
        #expect(
            applying({ $0.splitLatinLigatures() }, to: "ﬂuﬃeﬆ ĳs æ ŉ ǅ") == scalars("fluffiest ijs æ ʼn Dž"))
    }

    @Test("widths are unified")
    func width() {
        #expect(applying({ $0.unifyWidth() }, to: "ＡＢＣ　１！ｶﾞ￥") == scalars("ABC 1!カ\u{3099}¥"))
    }

    @Test("quotes are straightened")
    func quotes() {
        #expect(
            applying({ $0.straightenQuotes() }, to: "‘a’ “b” ‚c‛ „d‟ «e» ʼ")
                == scalars("'a' \"b\" 'c' \"d\" «e» '"))
    }

    @Test("line breaks of every kind become one")
    func lineBreaks() {
        #expect(
            applying({ $0.unifyLineBreaks() }, to: "a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\n\rg\r")
                == scalars("a\nb\nc\nd\ne\nf\n\ng\n"))
    }

    @Test("terminal escapes vanish where they are whole")
    func terminal() {
        #expect(
            applying({ $0.removeTerminalEscapes() }, to: "\u{1B}[1;31mred\u{1B}[0m \u{1B}[3é \u{1B}[\u{1B}[K")
                == scalars("red \u{1B}[3é \u{1B}["))
    }

    @Test("control characters vanish, white space and joiners stay")
    func controls() {
        #expect(
            applying(
                { $0.removeControlCharacters() }, to: "a\u{0}b\tc\u{7F}\u{FEFF}d\u{200D}e\u{206A}\u{FFFC}")
                == scalars("ab\tcd\u{200D}e"))
    }

    @Test(
        "canonical composition",
        arguments: [
            ("e\u{301}", "é"), ("\u{1100}\u{1161}\u{11A8}", "각"), ("\u{212B}", "Å"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
            ("\u{958}", "\u{915}\u{93C}"), ("a\u{315}\u{300}", "à\u{315}"),
            ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"),
        ])
    func composition(text: String, composed: String) {
        #expect(applying({ $0.composeCanonically(as: .python) }, to: text) == scalars(composed))
    }

    @Test("white space collapses")
    func whiteSpace() {
        #expect(
            applying({ $0.collapseWhiteSpace() }, to: "\u{3000} a\u{A0}\t\r\nb\u{200B}c \u{1F}")
                == scalars("a b\u{200B}c"))
    }

    @Test("lower case, final sigma and dotted I included")
    func lowercase() {
        #expect(
            applying({ $0.lowercase() }, to: "ÀB ΣΑΣ Α'Σ Σ İ ẞ Ꭰ") == scalars("àb σας α'ς σ i\u{307} ß ꭰ"))
    }

    @Test("from a line with < on, references are left to the second stage")
    func linesAfterHTML() {
        #expect(
            TextRepair.repair(scalars("&eacute;\n<&eacute;\n&eacute;")) == scalars("é\n<&eacute;\n&eacute;"))
    }
}
