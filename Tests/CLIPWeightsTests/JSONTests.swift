import Testing

@testable import CLIPWeights

@Suite("JSON")
struct JSONTests {
    private func parse(_ text: String) throws -> JSONValue { try parse(Array(text.utf8)) }

    private func parse(_ bytes: [UInt8]) throws -> JSONValue {
        try bytes.withUnsafeBytes { try JSONValue($0) }
    }

    @Test("every kind of value, with its order kept")
    func values() throws {
        let value = try parse(#" {"b" : [1, -2.5e3, true, null, "x"], "a": {}, "": []} "#)
        #expect(
            value
                == .object([
                    .init(
                        name: "b",
                        value: .array([.number("1"), .number("-2.5e3"), .bool(true), .null, .string("x")])),
                    .init(name: "a", value: .object([])), .init(name: "", value: .array([])),
                ]))
        #expect(value["a"] == .object([]) && value["c"] == nil)
        #expect(try parse("\u{FEFF}[false]") == .array([.bool(false)]))
    }

    @Test(
        "strings with escapes",
        arguments: [
            (#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{c}\n\r\t"),
            (#""\u00e9\u4E2D\ud834\udd1e""#, "é中𝄞"), (#""é中𝄞""#, "é中𝄞"), (#""\u0000""#, "\0"),
        ])
    func strings(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
        #expect(try parse(jsonQuoted(expected)) == .string(expected))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "{", "}", "[1,]", "[1 2]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "+1", "1.", ".5",
            "1e", "-",
            "tru", "nul", "NaN", "Infinity", "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud834\"",
            "\"\\ud834\\u0041\"",
            "\"\\udd1e\"", "\"\u{1}\"", "1 1", "[1]]", "{\"a\":1,\"a\":2}", "/**/1", "\"\\",
        ])
    func invalid(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test("text that is not UTF-8 is refused, in plain and in escaped strings")
    func notUTF8() {
        for middle in [
            [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [UInt8(ascii: "\\"), UInt8(ascii: "n"), 0xFF],
        ] as [[UInt8]] {
            #expect(throws: JSONError.self) { try parse([0x22] + middle + [0x22]) }
        }
    }

    @Test("nesting is bounded")
    func nesting() throws {
        let deepest = JSONScanner.deepest
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try parse(nested(deepest)) }
        #expect(throws: JSONError.self) { try parse(nested(deepest + 1)) }
        #expect(throws: JSONError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test(
        "counts are whole, not negative, and fit",
        arguments: [
            ("0", 0), ("17", 17), ("9223372036854775807", Int.max), ("9223372036854775808", nil), ("-1", nil),
            ("1.0", nil), ("1e2", nil), ("007", nil), ("x", nil), ("", nil),
        ])
    func counts(text: String, expected: Int?) {
        let bytes = Array(text.utf8)
        let value = bytes.withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            return try? scanner.count()
        }
        #expect(value == expected)
    }
}
