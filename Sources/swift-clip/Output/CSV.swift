import CLIP

/// Comma-separated values (RFC 4180), with plain line feeds.
enum CSV {
    /// One line. A field with a comma, a quote or a line break is put in quotes.
    static func line(_ fields: [String]) -> [UInt8] {
        line(fields.map { Array($0.utf8) })
    }

    /// One line of fields that need not be text: names keep their bytes.
    static func line(_ fields: [[UInt8]]) -> [UInt8] {
        Array(fields.map(field).joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "\n")]
    }

    private static func field(_ bytes: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard bytes.contains(where: { [quote, UInt8(ascii: ","), 0x0A, 0x0D].contains($0) }) else {
            return bytes
        }
        return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
