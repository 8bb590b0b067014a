import Testing

@testable import CLIPReports

@Suite("Text in documents")
struct MarkupTests {
    @Test(
        "whatever a name holds stays text",
        arguments: [
            ("</script><b>x</b>", "&lt;/script&gt;&lt;b&gt;x&lt;/b&gt;"),
            ("a \"b\" & 'c'", "a &quot;b&quot; &amp; &#39;c&#39;"),
            ("שלום 🍏", "שלום 🍏"), ("a\u{0}b\u{1B}c\u{FFFE}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
            ("a\tb\nc", "a\tb\nc"),
            ("\r", "\u{FFFD}"), ("", ""),
        ])
    func escaping(text: String, escaped: String) {
        #expect(Markup.text(text).source == escaped)
        #expect(Markup.element("p", ["title": text], text).source == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test("elements are closed, and attributes without a value left out")
    func elements() {
        #expect(Markup.element("br").source == "<br/>")
        #expect(Markup.element("div").source == "<div></div>")
        #expect(Markup.element("img", ["alt": "", "title": nil]).source == "<img alt=\"\"/>")
        #expect(
            Markup.element("i", [:], [.text("<"), .element("b", [:], "x")]).source == "<i>&lt;<b>x</b></i>")
        #expect(Markup.own("style", ["id": "a"], code: "a>b{}").source == "<style id=\"a\">a>b{}</style>")
    }

    @Test("values for a script cannot leave their element, and read back")
    func json() {
        let nasty = "</script><!-- \u{2028} \\ \" ' & \u{1} 🍏"
        let json = JSONData.string(nasty)
        #expect(!json.source.contains { "<>&'\u{2028}".contains($0) })
        #expect(
            json.source
                == #""\u003c/script\u003e\u003c!-- \u2028 \\ \" \u0027 \u0026 \u0001 🍏""#)
        let data = JSONData.object([(name: "a", value: .array([.integer(-1), .string("b")]))])
        #expect(data.source == #"{"a":[-1,"b"]}"#)
    }

    @Test("bytes in 64 letters, by the RFC's own examples")
    func base64() {
        let examples = [
            "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "foobar": "Zm9vYmFy",
        ]
        for (text, letters) in examples { #expect(Base64.text(Array(text.utf8)) == letters) }
        #expect(Base64.text([0xFB, 0xFF, 0xFE]) == "+//+")
    }
}
