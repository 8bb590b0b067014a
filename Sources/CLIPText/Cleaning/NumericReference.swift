/// A numeric character reference such as `&#38;` or `&#x26;`.
struct NumericReference {
    /// What it stands for by the HTML standard; nil where the standard's parser would drop it.
    let scalar: Unicode.Scalar?
    /// Index after the reference, and after its semicolon if it has one.
    let end: Int

    /// Reads the reference whose `#` is at an index.
    init?(in text: [Unicode.Scalar], at start: Int) {
        guard text.at(start) == "#" else { return nil }
        let isHexadecimal = text.at(start + 1) == "x" || text.at(start + 1) == "X"
        let radix: UInt32 = isHexadecimal ? 16 : 10
        let firstDigit = isHexadecimal ? start + 2 : start + 1
        var index = firstDigit
        var value: UInt32 = 0
        while let digit = text.at(index).flatMap({ Self.digit($0, radix: radix) }) {
            // Stays above the last code point once it is there, however many digits follow.
            value = min(value * radix + digit, 0x11_0000)
            index += 1
        }
        guard index > firstDigit else { return nil }
        scalar = Self.scalar(for: value)
        end = text.at(index) == ";" ? index + 1 : index
    }

    private static func digit(_ scalar: Unicode.Scalar, radix: UInt32) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f" where radix == 16: scalar.value - 0x61 + 10
        case "A"..."F" where radix == 16: scalar.value - 0x41 + 10
        default: nil
        }
    }

    private static func scalar(for value: UInt32) -> Unicode.Scalar? {
        switch value {
        case 0: return "\u{FFFD}"
        case 0x80...0x9F: return C1Controls.windows1252(Unicode.Scalar(value)!)
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: return nil
        case 0...0x10_FFFF where value & 0xFFFE == 0xFFFE: return nil
        default: return Unicode.Scalar(value) ?? "\u{FFFD}"
        }
    }
}
