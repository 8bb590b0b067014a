import CLIPWeights

/// A piece of JSON, already written: what is put together from pieces is valid by construction.
///
/// Keys keep the order in which they are given. Numbers are the shortest that read back to the same
/// value; NaN and infinities, which JSON does not have, become `null`.
package struct JSONText: Hashable, Sendable {
    /// The JSON, on one line.
    package let text: String

    private init(raw text: String) {
        self.text = text
    }

    /// `null`.
    package static let null = JSONText(raw: "null")

    package static func string(_ value: String) -> JSONText { JSONText(raw: jsonQuoted(value)) }
    package static func integer(_ value: Int) -> JSONText { JSONText(raw: String(value)) }
    package static func bool(_ value: Bool) -> JSONText { JSONText(raw: value ? "true" : "false") }

    package static func float(_ value: Float?) -> JSONText {
        guard let value, value.isFinite else { return .null }
        return JSONText(raw: "\(value)")
    }

    package static func double(_ value: Double) -> JSONText {
        value.isFinite ? JSONText(raw: "\(value)") : .null
    }

    package static func array(_ elements: some Sequence<JSONText>) -> JSONText {
        JSONText(raw: "[" + elements.map(\.text).joined(separator: ",") + "]")
    }

    package static func strings(_ values: some Sequence<String>) -> JSONText {
        array(values.map(JSONText.string))
    }

    package static func object(_ members: [(name: String, value: JSONText)]) -> JSONText {
        JSONText(raw: "{" + Self.members(members) + "}")
    }

    /// Members as they stand inside an object, without its braces.
    package static func members(_ members: [(name: String, value: JSONText)]) -> String {
        members.map { jsonQuoted($0.name) + ":" + $0.value.text }.joined(separator: ",")
    }
}
