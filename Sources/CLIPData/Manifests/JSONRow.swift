internal import CLIPWeights

/// A line of a JSON lines file.
struct JSONRow {
    private let value: JSONValue

    /// Nil where the line is no object.
    init?(_ line: [UInt8]) {
        guard
            let value = try? line.withUnsafeBytes({ (bytes) throws(JSONError) in
                try JSONValue(bytes, replacesHalfPairs: true)
            }),
            case .object = value
        else { return nil }
        self.value = value
    }

    var names: [String] {
        guard case .object(let members) = value else { return [] }
        return members.map(\.name)
    }

    /// The texts of a member: one for a string or number, those of a list, none where it is absent or null.
    /// - Returns: nil for something else.
    func texts(_ name: String) -> [String]? {
        guard let member = value[name] else { return [] }
        return Self.texts(member)
    }

    /// The texts of a list in JSON.
    static func list(_ text: String) -> [String]? {
        let value = try? Array(text.utf8).withUnsafeBytes { (bytes) throws(JSONError) in
            try JSONValue(bytes, replacesHalfPairs: true)
        }
        guard let value, case .array = value else { return nil }
        return texts(value)
    }

    private static func texts(_ value: JSONValue) -> [String]? {
        switch value {
        case .null: []
        case .string(let text), .number(let text): [text]
        case .bool(let truth): [truth ? "true" : "false"]
        case .array(let elements):
            elements.reduce(into: [String]?([])) { texts, element in
                switch element {
                case .string(let text), .number(let text): texts?.append(text)
                default: texts = nil
                }
            }
        case .object: nil
        }
    }
}
