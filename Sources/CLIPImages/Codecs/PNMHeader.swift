/// The header of a portable bitmap, grey map, colour map or float map, and of Pillow's own kinds of it.
struct PNMHeader {
    /// How the samples are written.
    enum Coding {
        /// Packed bits, 1 is black.
        case bits
        /// Digits 0 and 1 as text.
        case bitText
        /// One or two bytes, high byte first, up to `maximum`.
        case bytes
        /// Numbers as text.
        case numbers
        /// 32-bit floating point, rows from bottom to top.
        case floats(isLittleEndian: Bool)
    }

    let mode: DecodedImage.Mode
    let width: Int
    let height: Int
    /// What a full sample is written as, 1…65,535.
    let maximum: Int
    let coding: Coding
    /// Where the samples begin.
    let sampleStart: Int

    var bands: Int {
        switch mode {
        case .rgb: 3
        case .cmyk, .rgba: 4
        default: 1
        }
    }

    private static let kinds: [String: DecodedImage.Mode] = [
        "P1": .bilevel, "P2": .grey, "P3": .rgb, "P4": .bilevel, "P5": .grey, "P6": .rgb,
        "Pf": .float32, "P0CMYK": .cmyk, "PyP": .palette, "PyRGBA": .rgba, "PyCMYK": .cmyk,
    ]

    static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// The letters before the first whitespace, at most six.
    static func magic(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix(6).prefix { !isWhitespace($0) }, as: UTF8.self)
    }

    /// Whether a file begins like one of these.
    static func isPlausible(_ head: UnsafeRawBufferPointer) -> Bool { kinds[magic(head)] != nil }

    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
        let magic = Self.magic(bytes)
        guard let kind = Self.kinds[magic] else { throw .unsupported(.pnm, "the kind \(magic)") }
        var tokens = PNMTokens(bytes, at: min(bytes.count, magic.utf8.count + (magic.utf8.count < 6 ? 1 : 0)))
        width = try tokens.number("width")
        height = try tokens.number("height")
        var mode = kind
        switch magic {
        case "P1":
            (maximum, coding) = (1, .bitText)
        case "P4":
            (maximum, coding) = (1, .bits)
        case "Pf":
            let word = try tokens.word("scale")
            guard let scale = Double(word), scale.isFinite, scale != 0 else {
                throw .corrupt(.pnm, "the scale \(word)")
            }
            // Only its sign is heeded; the samples are as stored.
            (maximum, coding) = (1, .floats(isLittleEndian: scale < 0))
        default:
            maximum = try tokens.number("largest value")
            guard (1...65_535).contains(maximum) else { throw .corrupt(.pnm, "the largest value \(maximum)") }
            if mode == .grey, maximum > 255 { mode = .int32 }
            coding = magic == "P2" || magic == "P3" ? .numbers : .bytes
        }
        self.mode = mode
        sampleStart = tokens.at
    }
}

/// The words of a header: parted by whitespace, with comments from `#` to the end of the line.
private struct PNMTokens {
    private let bytes: UnsafeRawBufferPointer
    private(set) var at: Int

    init(_ bytes: UnsafeRawBufferPointer, at: Int) {
        self.bytes = bytes
        self.at = at
    }

    /// The next word of up to ten letters; the whitespace after it is consumed. A comment within a word does
    /// not end it.
    mutating func word(_ what: String) throws(ImageError) -> String {
        var word: [UInt8] = []
        while at < bytes.count, word.count <= 10 {
            let byte = bytes[at]
            at += 1
            if PNMHeader.isWhitespace(byte) {
                if !word.isEmpty { break }
            } else if byte == 0x23 {
                while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
                at = min(bytes.count, at + 1)
            } else {
                word.append(byte)
            }
        }
        guard !word.isEmpty else { throw .truncated(.pnm, "the header ends before the \(what)") }
        let text = String(decoding: word, as: UTF8.self)
        guard word.count <= 10 else { throw .corrupt(.pnm, "the \(what) \(text)… is too long") }
        return text
    }

    mutating func number(_ what: String) throws(ImageError) -> Int {
        let text = try word(what)
        guard let value = Int(text) else { throw .corrupt(.pnm, "the \(what) \(text)") }
        return value
    }
}
