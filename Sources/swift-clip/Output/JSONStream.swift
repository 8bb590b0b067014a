import CLIP

/// A document that grows: `{…header…,"results":[…],"failed":[…]}`, or the same as lines.
///
/// As lines nothing is kept. As one object the failures wait for the end, where they belong.
struct JSONStream {
    private let asLines: Bool
    private var failures: [JSONText] = []
    private var isFirst = true

    /// - Parameter asLines: a header line, then a line per result or failure (`jsonl`).
    init(asLines: Bool) {
        self.asLines = asLines
    }

    /// The beginning: what holds for all results.
    func header(_ members: [(name: String, value: JSONText)]) -> String {
        let all = [(name: "schema", value: JSONText.integer(1))] + members
        return asLines ? JSONText.object(all).text + "\n" : "{\(JSONText.members(all)),\"results\":["
    }

    /// One result.
    mutating func result(_ value: JSONText) -> String {
        if asLines { return value.text + "\n" }
        defer { isFirst = false }
        return (isFirst ? "\n" : ",\n") + value.text
    }

    /// One input that failed.
    mutating func failure(_ value: JSONText) -> String {
        if asLines { return value.text + "\n" }
        failures.append(value)
        return ""
    }

    /// The end; the document is valid JSON wherever the run stopped.
    func end(interrupted: Bool) -> String {
        if asLines { return "" }
        let note = interrupted ? ",\"interrupted\":true" : ""
        return "\n],\"failed\":\(JSONText.array(failures).text)\(note)}\n"
    }
}

extension JSONText {
    /// A path's members: the path as text and, where that loses bytes, the bytes in hexadecimal.
    static func path(_ path: RawPath, as name: String = "image") -> [(name: String, value: JSONText)] {
        let text = [(name: name, value: JSONText.string(path.text))]
        guard !path.isUTF8 else { return text }
        let digits = path.bytes.reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text + [(name: "\(name)_bytes", value: .string(digits))]
    }

    /// A failed input: path and reason.
    static func failure(_ path: RawPath, reason: String) -> JSONText {
        .object(Self.path(path) + [(name: "reason", value: .string(reason))])
    }
}
