import CCLIPVocabulary

/// Named character references, looked up without the ampersand.
enum NamedEntities {
    /// Who recognises a name: the HTML standard's list, or ftfy's (names that end in a semicolon, and
    /// upper-case forms of unambiguous ones).
    enum Dialect {
        case html, ftfy

        fileprivate var flag: UInt32 {
            switch self {
            case .html: UInt32(cclip_entity_of_html)
            case .ftfy: UInt32(cclip_entity_of_ftfy)
            }
        }
    }

    /// Appends what the name stands for.
    /// - Returns: whether the dialect has the name.
    static func append(
        _ name: ArraySlice<Unicode.Scalar>, in dialect: Dialect, to text: inout [Unicode.Scalar]
    ) -> Bool {
        var count = 0
        let table = UnsafeBufferPointer(start: cclip_entities(&count)!, count: count)
        let index = table.partitioningIndex { order(of: $0, against: name) >= 0 }
        guard index < count, order(of: table[index], against: name) == 0,
            table[index].known_to & dialect.flag != 0
        else { return false }
        let scalars = table[index].scalars
        for value in [scalars.0, scalars.1, scalars.2] where value != 0 {
            text.append(Unicode.Scalar(value)!)
        }
        return true
    }

    /// Negative if the entity's name comes before the other, zero if they are the same.
    private static func order(of entity: cclip_entity, against name: ArraySlice<Unicode.Scalar>) -> Int {
        withUnsafeBytes(of: entity.name) { bytes in
            var index = 0
            for scalar in name {
                let own = index < bytes.count ? UInt32(bytes[index]) : 0
                if own != scalar.value { return own < scalar.value ? -1 : 1 }
                index += 1
            }
            return index < bytes.count && bytes[index] != 0 ? 1 : 0
        }
    }
}
