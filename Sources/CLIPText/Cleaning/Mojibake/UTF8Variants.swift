/// UTF-8, also as Java and old databases write it: pairs of surrogates as three bytes each (CESU-8), and NUL as
/// C0 80.
enum UTF8Variants {
    /// The text of the bytes, or nil if they are not UTF-8.
    static func decode(_ bytes: [UInt8]) -> [Unicode.Scalar]? {
        guard bytes.contains(where: { $0 == 0xED || $0 == 0xC0 }) else { return strict(bytes[...]) }
        var text: [Unicode.Scalar] = []
        var index = 0
        while index < bytes.count {
            let special = bytes[index...].indices.first { isSpecial(bytes, at: $0) } ?? bytes.count
            guard let plain = strict(bytes[index..<special]) else { return nil }
            text += plain
            index = special
            guard index < bytes.count else { break }
            if bytes[index] == 0xC0 {
                guard index + 1 < bytes.count else { return nil }
                text.append("\0")
                index += 2
            } else {
                guard let scalar = surrogatePair(bytes, at: index) else { return nil }
                text.append(scalar)
                index += 6
            }
        }
        return text
    }

    private static func strict(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
        String(validating: bytes, as: UTF8.self).map { Array($0.unicodeScalars) }
    }

    /// Whether C0 80 or a surrogate begins here, or what may be the beginning of one at the end.
    private static func isSpecial(_ bytes: [UInt8], at index: Int) -> Bool {
        switch bytes[index] {
        case 0xC0: isEnd(bytes, index + 1) || bytes[index + 1] == 0x80
        case 0xED:
            isEnd(bytes, index + 1)
                || 0xA0...0xBF ~= bytes[index + 1]
                    && (isEnd(bytes, index + 2) || bytes[index + 2] & 0xC0 == 0x80)
        default: false
        }
    }

    /// The expressions of ftfy count a line's end as the end, too: at the end of a line, C0 becomes NUL and
    /// takes the line break with it.
    private static func isEnd(_ bytes: [UInt8], _ index: Int) -> Bool {
        index >= bytes.count || (index == bytes.count - 1 && bytes[index] == 0x0A)
    }

    private static func surrogatePair(_ bytes: [UInt8], at index: Int) -> Unicode.Scalar? {
        guard index + 5 < bytes.count, 0xA0...0xAF ~= bytes[index + 1], bytes[index + 2] & 0xC0 == 0x80,
            bytes[index + 3] == 0xED, 0xB0...0xBF ~= bytes[index + 4],
            bytes[index + 5] & 0xC0 == 0x80 || isEnd(bytes, index + 5)
        else { return nil }
        let high = UInt32(bytes[index + 1] & 0x0F) << 16 + UInt32(bytes[index + 2] & 0x3F) << 10
        let low = UInt32(bytes[index + 4] & 0x0F) << 6 + UInt32(bytes[index + 5] & 0x3F)
        return Unicode.Scalar(0x1_0000 + high + low)
    }
}
