/// The samples of plain bitmaps, grey maps and colour maps: digits or numbers, with whitespace and comments
/// from `#` to the end of the line, which part nothing.
struct PNMText {
    private let bytes: UnsafeRawBufferPointer
    private var at: Int

    init(_ bytes: UnsafeRawBufferPointer, at: Int) {
        self.bytes = bytes
        self.at = at
    }

    /// The next byte outside comments.
    private mutating func next() -> UInt8? {
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            guard byte == 0x23 else { return byte }
            while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
            at += 1
        }
        return nil
    }

    /// A digit: 1 is black.
    mutating func bit() throws(ImageError) -> UInt8? {
        while let byte = next() {
            if byte == 0x30 { return 255 }
            if byte == 0x31 { return 0 }
            guard PNMHeader.isWhitespace(byte) else {
                throw .corrupt(.pnm, "“\(Character(Unicode.Scalar(byte)))” among the bits")
            }
        }
        return nil
    }

    /// A number of at most ten digits.
    mutating func number(upTo maximum: Int) throws(ImageError) -> Int? {
        var value = 0
        var digits = 0
        while let byte = next() {
            if PNMHeader.isWhitespace(byte) {
                if digits > 0 { break }
                continue
            }
            guard (0x30...0x39).contains(byte), digits < 10 else {
                throw .corrupt(.pnm, "“\(Character(Unicode.Scalar(byte)))” where a sample should be")
            }
            value = value * 10 + Int(byte - 0x30)
            digits += 1
        }
        guard digits > 0 else { return nil }
        guard value <= maximum else { throw .corrupt(.pnm, "a sample of \(value), above \(maximum)") }
        return value
    }
}
