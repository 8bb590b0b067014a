/// Reads JSON front to back without building a tree: the header of a checkpoint has hundreds of small
/// objects, and start-up waits for it.
///
/// Strict (RFC 8259): no comments, no trailing commas, no leading zeros, valid UTF-8, no lone surrogates unless asked for.
/// Nesting is limited, so that hostile input cannot exhaust the stack.
package struct JSONScanner {
    /// The deepest nesting that is read.
    package static let deepest = 64

    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var depth = 0
    private let replacesHalfPairs: Bool

    /// Scans bytes that stay valid while the scanner is used.
    /// - Parameter replacesHalfPairs: whether half of a surrogate pair, as cut texts have at their ends, becomes U+FFFD, as
    ///   ftfy makes of it, instead of an error.
    package init(_ bytes: UnsafeRawBufferPointer, replacesHalfPairs: Bool = false) {
        self.bytes = bytes
        self.replacesHalfPairs = replacesHalfPairs
    }

    /// What the next value is.
    package enum Kind { case object, array, string, number, literal }

    /// Looks at the next value without reading it.
    package mutating func kind() throws(JSONError) -> Kind {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
        default: throw fail("a value was expected")
        }
    }

    /// Reads an object; `member` is called with each name and must read its value.
    package mutating func object(
        _ member: (inout JSONScanner, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        try enter(UInt8(ascii: "{"))
        if try !leave(UInt8(ascii: "}")) {
            repeat {
                let name = try string()
                try expect(UInt8(ascii: ":"))
                try member(&self, name)
            } while try another(UInt8(ascii: "}"))
        }
        depth -= 1
    }

    /// Reads an array; `element` is called before each element and must read it.
    package mutating func array(
        _ element: (inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        try enter(UInt8(ascii: "["))
        if try !leave(UInt8(ascii: "]")) {
            repeat { try element(&self) } while try another(UInt8(ascii: "]"))
        }
        depth -= 1
    }

    /// Reads `true`, `false` or `null` (nil).
    package mutating func literal() throws(JSONError) -> Bool? {
        skipSpace()
        for (word, value) in [("true", true), ("false", false), ("null", nil)] as [(StaticString, Bool?)] {
            let count = word.utf8CodeUnitCount
            guard position + count <= bytes.count else { continue }
            if (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] }) {
                position += count
                return value
            }
        }
        throw fail("true, false or null was expected")
    }

    /// Reads a number and returns its text, which is valid JSON.
    package mutating func number() throws(JSONError) -> Substring {
        skipSpace()
        let start = position
        skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        if skip(UInt8(ascii: ".")) { try digits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
            try digits()
        }
        return Substring(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a whole number that is not negative, as sizes and offsets are.
    package mutating func count() throws(JSONError) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, stillTooLarge) = product.addingReportingOverflow(Int(digit))
            guard !tooLarge, !stillTooLarge else { throw fail("the number is too large") }
            value = sum
            position += 1
        }
        let hasLeadingZero = position > start + 1 && bytes[start] == UInt8(ascii: "0")
        let goesOn =
            position < bytes.count && [".", "e", "E"].contains(Character(Unicode.Scalar(bytes[position])))
        guard position > start, !hasLeadingZero, !goesOn else {
            throw fail("a whole number that is not negative was expected")
        }
        return value
    }

    /// Says that nothing but white space follows.
    package mutating func end() throws(JSONError) {
        skipSpace()
        guard position == bytes.count else { throw fail("there is more after the value") }
    }

    /// An error at the place reached so far.
    package func fail(_ reason: String) -> JSONError {
        JSONError(offset: position, reason: reason)
    }

    // MARK: Pieces

    /// Reads a string.
    package mutating func string() throws(JSONError) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while true {
            let byte = try peek()
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw fail("a control character in a string") }
            position += 1
        }
        defer { position += 1 }
        return try text(bytes[start..<position])
    }

    /// Reads the rest of a string that has escapes.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var units = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw fail("a string is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try units.append(contentsOf: escape())
            case 0..<0x20: throw fail("a control character in a string")
            default: units.append(byte)
            }
        }
    }

    /// Reads what follows a backslash.
    private mutating func escape() throws(JSONError) -> [UInt8] {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code), let low = try secondHalf() {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) ?? (replacesHalfPairs ? "\u{FFFD}" : nil) else {
                throw fail("half of a surrogate pair")
            }
            return Array(String(Character(scalar)).utf8)
        default: throw fail("an unknown escape in a string")
        }
    }

    /// The low surrogate that comes next; nil, and nothing is read, where none does.
    private mutating func secondHalf() throws(JSONError) -> UInt32? {
        let place = position
        guard bytes[place...].starts(with: "\\u".utf8) else { return nil }
        position += 2
        let low = try hexadecimal()
        if (0xDC00..<0xE000).contains(low) { return low }
        position = place
        return nil
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else {
                throw fail("four hexadecimal digits were expected")
            }
            position += 1
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private func text(_ slice: Slice<UnsafeRawBufferPointer>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw fail("a string is not UTF-8") }
        return text
    }

    private mutating func enter(_ bracket: UInt8) throws(JSONError) {
        try expect(bracket)
        depth += 1
        guard depth <= Self.deepest else { throw fail("nested more than \(Self.deepest) deep") }
    }

    /// Whether an object or array ends at once.
    private mutating func leave(_ bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard try peek() == bracket else { return false }
        position += 1
        return true
    }

    /// Whether a comma follows, and not the end.
    private mutating func another(_ bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        if skip(UInt8(ascii: ",")) { return true }
        try expect(bracket)
        return false
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else { throw fail("a digit was expected") }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        skipSpace()
        try expectAtOnce(byte)
    }

    private mutating func expectAtOnce(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else {
            throw fail("'\(Character(Unicode.Scalar(byte)))' was expected")
        }
        position += 1
    }

    @discardableResult
    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw fail("the text ends too early") }
        return bytes[position]
    }
}

/// Where JSON is not valid, and why.
package struct JSONError: Error, CustomStringConvertible {
    /// Bytes from the start of the text.
    package let offset: Int
    /// What is wrong there.
    package let reason: String

    /// Reason and place.
    package var description: String { "\(reason) (at byte \(offset))" }
}
