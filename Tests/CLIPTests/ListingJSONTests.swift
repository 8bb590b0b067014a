import CLIPWeights
import Testing

@testable import CLIP

@Suite("JSON that is written")
struct ListingJSONTests {
    @Test("what is written is read back by the strict reader, in order")
    func roundTrip() throws {
        let text = JSONText.object([
            (name: "b\"\n\u{1}", value: .string("tab\t, quote \", backslash \\, 猫, \u{7F}")),
            (name: "a", value: .array([.integer(-3), .float(0.1), .bool(true), .null, .strings([])])),
        ]).text
        let parsed = try Array(text.utf8).withUnsafeBytes { try JSONValue($0) }
        guard case .object(let members) = parsed else {
            Issue.record("no object: \(text)")
            return
        }
        #expect(members.map(\.name) == ["b\"\n\u{1}", "a"])
        #expect(members[0].value == .string("tab\t, quote \", backslash \\, 猫, \u{7F}"))
        #expect(members[1].value == .array([.number("-3"), .number("0.1"), .bool(true), .null, .array([])]))
    }

    @Test("numbers read back to the same bits; what JSON has not is null")
    func numbers() {
        for value: Float in [0.1, 1e-12, 3.4e38, -0.25, 16_777_216] {
            #expect(Float(JSONText.float(value).text) == value)
        }
        for value: Float? in [.nan, .infinity, -.infinity, nil] { #expect(JSONText.float(value) == .null) }
    }
}
