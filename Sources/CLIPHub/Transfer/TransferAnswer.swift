/// One answer of a server, without its body.
struct TransferAnswer: Sendable {
    /// HTTP's number, 200 for example.
    var status = 0
    private var fields: [(name: String, value: String)] = []

    /// A header's value; of two with one name, the last.
    subscript(name: String) -> String? {
        fields.last { $0.name == name.lowercased() }?.value
    }

    /// Takes a line as it came.
    mutating func take(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // Each answer begins so; what came before was provisional, or a proxy's.
            fields = []
            status =
                text.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
            return
        }
        guard let colon = text.firstIndex(of: ":"), fields.count < 256 else { return }
        fields.append((text[..<colon].lowercased(), Self.trimmed(text[text.index(after: colon)...])))
    }

    /// Adds a later answer's number and headers.
    mutating func add(_ other: TransferAnswer) {
        status = other.status
        fields += other.fields
    }

    private static func trimmed(_ text: Substring) -> String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        return String(text.drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
