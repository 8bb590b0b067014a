/// Reads JSON (RFC 8259) piece by piece, in place. A reader of its own, because a general one takes longer than
/// the rest of the start-up.
struct JSONReader {
    /// The file's name and what it should be, for messages.
    let file: String
    private let purpose: String
    private let bytes: UnsafeRawBufferPointer
    /// Where reading goes on.
    private(set) var offset = 0
    /// The string read last, its escapes resolved.
    private(set) var string: [UInt8] = []

    /// Deeper nesting is refused; a tokenizer's file has seven levels.
    private static let deepest = 64

    /// - Parameters:
    ///   - bytes: must outlive the reader.
    ///   - purpose: a sentence that says what the file should be.
    init(_ bytes: UnsafeRawBufferPointer, file: String, purpose: String) throws(TokenizerError) {
        guard bytes.count <= Int32.max else {
            throw TokenizerError(.tooLarge, in: file, "\(bytes.count) bytes are no vocabulary")
        }
        if let offset = bytes.firstInvalidUTF8() {
            throw TokenizerError(
                .notUTF8, in: file, at: .byte(offset), "not UTF-8; the file is damaged, fetch it again")
        }
        self.bytes = bytes
        self.file = file
        self.purpose = purpose
    }

    /// How many bytes the file has.
    var byteCount: Int { bytes.count }

    /// Goes on reading at a place that was passed before.
    mutating func goBack(to place: Int) { offset = min(max(place, 0), bytes.count) }

    /// Passes over white space.
    mutating func skipWhiteSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    /// The next byte that is not white space, or nil at the end.
    mutating func peek() -> UInt8? {
        skipWhiteSpace()
        return offset < bytes.count ? bytes[offset] : nil
    }

    /// Reads a character that must come next.
    mutating func expect(_ character: Unicode.Scalar, _ purpose: String) throws(TokenizerError) {
        guard peek() == UInt8(ascii: character) else { throw malformed("expected '\(character)' \(purpose)") }
        offset += 1
    }

    /// Reads a character if it comes next.
    mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// Makes sure that nothing follows.
    mutating func finish() throws(TokenizerError) {
        if peek() != nil { throw malformed("more text after the object") }
    }

    /// Reads an id: a whole number below the largest vocabulary's size.
    mutating func readID() throws(TokenizerError) -> Int32 {
        skipWhiteSpace()
        let start = offset
        var value: Int64 = 0
        while offset < bytes.count, case let digit = bytes[offset] &- 0x30, digit < 10 {
            value = value * 10 + Int64(digit)
            offset += 1
            guard value < PairTable.largestVocabulary else {
                throw TokenizerError(
                    .tooLarge, in: file, at: .byte(start), "an id above \(PairTable.largestVocabulary - 1)")
            }
        }
        guard offset > start else { throw malformed("expected an id, a whole number from 0 on") }
        guard offset == start + 1 || bytes[start] != 0x30 else { throw malformed("an id with a leading 0") }
        return Int32(value)
    }

    /// Reads a string into ``string``.
    mutating func readString() throws(TokenizerError) {
        try expect("\"", "to open a symbol")
        string.removeAll(keepingCapacity: true)
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"):
                try readEscape()
            case 0x00..<0x20:
                throw malformed("a control character in a symbol")
            default:
                string.append(byte)
                offset += 1
            }
        }
        throw malformed("the file ends inside a symbol")
    }

    private mutating func readEscape() throws(TokenizerError) {
        offset += 1
        guard offset < bytes.count else { throw malformed("the file ends inside a symbol") }
        let kind = bytes[offset]
        offset += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): string.append(kind)
        case UInt8(ascii: "b"): string.append(0x08)
        case UInt8(ascii: "f"): string.append(0x0C)
        case UInt8(ascii: "n"): string.append(0x0A)
        case UInt8(ascii: "r"): string.append(0x0D)
        case UInt8(ascii: "t"): string.append(0x09)
        case UInt8(ascii: "u"):
            var value = try readFourHexDigits()
            if value & 0xFC00 == 0xD800, bytes[offset...].starts(with: "\\u".utf8) {
                offset += 2
                let low = try readFourHexDigits()
                guard low & 0xFC00 == 0xDC00 else { throw malformed("half a surrogate pair") }
                value = 0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF)
            }
            guard let scalar = Unicode.Scalar(value) else { throw malformed("half a surrogate pair") }
            string += Array(String(scalar).utf8)
        default:
            offset -= 1
            throw malformed("an unknown escape")
        }
    }

    private mutating func readFourHexDigits() throws(TokenizerError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count, let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue
            else { throw malformed("expected four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }

    /// Reads a value whole.
    mutating func readValue(depth: Int = 0) throws(TokenizerError) -> JSONNode {
        guard depth < Self.deepest else { throw malformed("nested deeper than \(Self.deepest) levels") }
        switch peek() {
        case UInt8(ascii: "{"):
            offset += 1
            var members: [(name: String, value: JSONNode)] = []
            if takes("}") { return .object(members) }
            repeat {
                try readString()
                let name = String(decoding: string, as: UTF8.self)
                try expect(":", "after a name")
                members.append((name, try readValue(depth: depth + 1)))
            } while takes(",")
            try expect("}", "or ',' after a value")
            return .object(members)
        case UInt8(ascii: "["):
            offset += 1
            var elements: [JSONNode] = []
            if takes("]") { return .array(elements) }
            repeat { elements.append(try readValue(depth: depth + 1)) } while takes(",")
            try expect("]", "or ',' after a value")
            return .array(elements)
        case UInt8(ascii: "\""):
            try readString()
            return .string(String(decoding: string, as: UTF8.self))
        default:
            return try readWord()
        }
    }

    /// A number or one of the three names.
    private mutating func readWord() throws(TokenizerError) -> JSONNode {
        let start = offset
        while offset < bytes.count, !" \t\r\n,]}:".utf8.contains(bytes[offset]) { offset += 1 }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let first = word.utf8.first, first == 0x2D || 0x30...0x39 ~= first, Double(word) != nil
            else {
                offset = start
                throw malformed("expected a value")
            }
            return .number(word)
        }
    }

    /// The error for what is no JSON, at the place where reading stopped.
    func malformed(_ what: String) -> TokenizerError {
        let end = offset >= bytes.count ? ", but the file ends here" : ""
        return TokenizerError(
            .malformedJSON, in: file, at: .byte(offset), "\(what)\(end). \(purpose); fetch the file again")
    }
}

/// A JSON value; a number as it is written.
indirect enum JSONNode {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([(name: String, value: JSONNode)])

    /// A member of an object; nil for what is absent or null.
    subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self, let value = members.last(where: { $0.name == name })?.value
        else { return nil }
        if case .null = value { return nil }
        return value
    }

    var string: String? { if case .string(let value) = self { value } else { nil } }
    var array: [JSONNode]? { if case .array(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { Double(value) } else { nil } }
    var integer: Int? { if case .number(let value) = self { Int(value) } else { nil } }
}
