/// Values for a page's script, as JSON that no text in it can break out of its element.
struct JSONData: Sendable, Hashable {
    /// The JSON, on one line.
    let source: String

    private init(raw source: String) {
        self.source = source
    }

    static func integer(_ value: Int) -> JSONData { JSONData(raw: "\(value)") }

    static func array(_ elements: some Sequence<JSONData>) -> JSONData {
        JSONData(raw: "[" + elements.map(\.source).joined(separator: ",") + "]")
    }

    static func object(_ members: [(name: String, value: JSONData)]) -> JSONData {
        JSONData(
            raw: "{" + members.map { string($0.name).source + ":" + $0.value.source }.joined(separator: ",")
                + "}")
    }

    /// A string; `<`, `>` and `&` are written as escapes, so that neither `</script>` nor `<!--` can stand in it.
    static func string(_ value: String) -> JSONData {
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "<", ">", "&", "'", "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return JSONData(raw: result + "\"")
    }
}
