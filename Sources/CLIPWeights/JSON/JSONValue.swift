/// A JSON document as a value, for small files such as configurations.
///
/// Members keep their order; a name that occurs twice is an error, because readers disagree on which
/// of the two counts.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number as it was written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name and its value.
    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: JSONValue
    }

    /// Parses a whole document.
    /// - Parameter replacesHalfPairs: as ``JSONScanner`` has it.
    package init(_ bytes: UnsafeRawBufferPointer, replacesHalfPairs: Bool = false) throws(JSONError) {
        // A byte-order mark, which some editors write, is skipped.
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        var scanner = JSONScanner(
            hasMark ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes,
            replacesHalfPairs: replacesHalfPairs)
        self = try Self.read(&scanner)
        try scanner.end()
    }

    private static func read(_ scanner: inout JSONScanner) throws(JSONError) -> JSONValue {
        switch try scanner.kind() {
        case .literal:
            return try scanner.literal().map(JSONValue.bool) ?? .null
        case .number:
            return try .number(String(scanner.number()))
        case .string:
            return try .string(scanner.string())
        case .array:
            var elements: [JSONValue] = []
            try scanner.array { (scanner) throws(JSONError) in
                try elements.append(read(&scanner))
            }
            return .array(elements)
        case .object:
            var members: [Member] = []
            var names: Set<String> = []
            try scanner.object { (scanner, name) throws(JSONError) in
                guard names.insert(name).inserted else { throw scanner.fail("'\(name)' occurs twice") }
                try members.append(Member(name: name, value: read(&scanner)))
            }
            return .object(members)
        }
    }

    /// The value of a member, if this is an object that has it.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// What kind of value it is, in words for a message.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The value as compact text, for messages.
    package var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): jsonQuoted(text)
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { jsonQuoted($0.name) + ": " + $0.value.text }.joined(separator: ", ") + "}"
        }
    }
}

/// Text as a JSON string, in quotation marks.
package func jsonQuoted(_ text: String) -> String {
    // Almost all names are plain.
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    guard !isPlain else { return "\"\(text)\"" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case "\0"..<" ":
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
