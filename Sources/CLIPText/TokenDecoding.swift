/// From tokens' bytes to text.
enum TokenDecoding {
    /// Decodes UTF-8, repairing what is not, and shows each end-of-word mark as a space.
    static func text(of bytes: [UInt8]) -> String {
        let mark = Array("</w>".unicodeScalars)
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if scalars[index...].starts(with: mark) {
                result.append(" ")
                index += mark.count
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return String(result)
    }

    /// Without white space at both ends.
    static func stripped(_ text: String) -> String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { ScalarTraits(scalar).isSpace }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
