/// Reads a `vocab.json`: one JSON object whose keys are symbols and whose values are ids (RFC 8259). A
/// scanner of its own, because a general JSON reader takes longer than the rest of the start-up.
struct VocabularyFile {
    static let name = "vocab.json"

    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    /// The symbol read last, its escapes resolved.
    private var symbol: [UInt8] = []

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// - Returns: the symbols in the order of the file, and the id of each: every number from 0 on, once.
    static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(TokenizerError) -> (symbols: SymbolTable, ids: [Int32]) {
        guard bytes.count <= Int32.max else {
            throw TokenizerError(.tooLarge, in: name, "\(bytes.count) bytes are no vocabulary")
        }
        if let offset = bytes.firstInvalidUTF8() {
            throw TokenizerError(
                .notUTF8, in: name, at: .byte(offset), "not UTF-8; the file is damaged, fetch it again")
        }
        var file = VocabularyFile(bytes)
        let entries = try file.readEntries()
        try checkIDs(entries.ids, of: entries.symbols)
        return entries
    }

    private mutating func readEntries() throws(TokenizerError) -> (symbols: SymbolTable, ids: [Int32]) {
        // An entry of OpenAI's vocabulary takes 17 bytes.
        var symbols = SymbolTable(capacity: bytes.count / 18)
        var ids: [Int32] = []
        ids.reserveCapacity(bytes.count / 18)
        try expect("{", "to open the object")
        if peek() == UInt8(ascii: "}") {
            offset += 1
        } else {
            while true {
                skipWhiteSpace()
                let start = offset
                try readSymbol()
                guard symbol.withUnsafeBytes({ symbols.insert(.init($0)) }) else {
                    throw TokenizerError(
                        .duplicateSymbol, in: Self.name, at: .byte(start),
                        "the symbol \"\(String(decoding: symbol, as: UTF8.self))\" occurs twice")
                }
                try expect(":", "after a symbol")
                ids.append(try readID())
                if peek() == UInt8(ascii: ",") {
                    offset += 1
                } else {
                    try expect("}", "or ',' after an id")
                    break
                }
            }
        }
        if peek() != nil { throw malformed("more text after the object") }
        return (symbols, ids)
    }

    private static func checkIDs(_ ids: [Int32], of symbols: SymbolTable) throws(TokenizerError) {
        var owners = [Int](repeating: -1, count: ids.count)
        var surplus: (index: Int, id: Int32)?
        for (index, id) in ids.enumerated() {
            guard Int(id) < ids.count else {
                surplus = surplus ?? (index, id)
                continue
            }
            guard owners[Int(id)] < 0 else {
                let first = String(decoding: symbols.spelling(at: owners[Int(id)]), as: UTF8.self)
                let second = String(decoding: symbols.spelling(at: index), as: UTF8.self)
                throw TokenizerError(
                    .duplicateID, in: name, "\"\(first)\" and \"\(second)\" have the same id, \(id)")
            }
            owners[Int(id)] = index
        }
        // With all ids different, one that is too large leaves a smaller one unused.
        if let surplus, let missing = owners.firstIndex(of: -1) {
            let symbol = String(decoding: symbols.spelling(at: surplus.index), as: UTF8.self)
            throw TokenizerError(
                .missingID, in: name,
                "no symbol has the id \(missing), but \"\(symbol)\" has \(surplus.id); "
                    + "\(ids.count) symbols need the ids 0 to \(ids.count - 1)")
        }
    }

    // MARK: JSON's parts

    private mutating func skipWhiteSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    /// The next byte that is not white space, or nil at the end.
    private mutating func peek() -> UInt8? {
        skipWhiteSpace()
        return offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func expect(_ character: Unicode.Scalar, _ purpose: String) throws(TokenizerError) {
        guard peek() == UInt8(ascii: character) else { throw malformed("expected '\(character)' \(purpose)") }
        offset += 1
    }

    private mutating func readID() throws(TokenizerError) -> Int32 {
        skipWhiteSpace()
        let start = offset
        var value: Int64 = 0
        while offset < bytes.count, case let digit = bytes[offset] &- 0x30, digit < 10 {
            value = value * 10 + Int64(digit)
            offset += 1
            guard value < PairTable.largestVocabulary else {
                throw TokenizerError(
                    .tooLarge, in: Self.name, at: .byte(start),
                    "an id above \(PairTable.largestVocabulary - 1)")
            }
        }
        guard offset > start else { throw malformed("expected an id, a whole number from 0 on") }
        guard offset == start + 1 || bytes[start] != 0x30 else { throw malformed("an id with a leading 0") }
        return Int32(value)
    }

    private mutating func readSymbol() throws(TokenizerError) {
        try expect("\"", "to open a symbol")
        symbol.removeAll(keepingCapacity: true)
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
                symbol.append(byte)
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
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): symbol.append(kind)
        case UInt8(ascii: "b"): symbol.append(0x08)
        case UInt8(ascii: "f"): symbol.append(0x0C)
        case UInt8(ascii: "n"): symbol.append(0x0A)
        case UInt8(ascii: "r"): symbol.append(0x0D)
        case UInt8(ascii: "t"): symbol.append(0x09)
        case UInt8(ascii: "u"):
            var value = try readFourHexDigits()
            if value & 0xFC00 == 0xD800, bytes[offset...].starts(with: "\\u".utf8) {
                offset += 2
                let low = try readFourHexDigits()
                guard low & 0xFC00 == 0xDC00 else { throw malformed("half a surrogate pair") }
                value = 0x1_0000 + (value & 0x3FF) << 10 + (low & 0x3FF)
            }
            guard let scalar = Unicode.Scalar(value) else { throw malformed("half a surrogate pair") }
            symbol += Array(String(scalar).utf8)
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

    private func malformed(_ what: String) -> TokenizerError {
        let end = offset >= bytes.count ? ", but the file ends here" : ""
        return TokenizerError(
            .malformedJSON, in: Self.name, at: .byte(offset),
            "\(what)\(end). A vocabulary is one JSON object of symbols and ids; fetch the file again")
    }
}
