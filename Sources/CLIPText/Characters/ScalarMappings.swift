import CCLIPVocabulary

/// Tables in which one scalar becomes one or two.
enum ScalarMappings {
    /// Lower case by itself; a capital sigma's depends on its neighbours, which the table does not know.
    static func lowercase(of scalar: Unicode.Scalar) -> Replacement? {
        var count = 0
        let table = cclip_lowercase(&count)!
        return find(scalar, in: UnsafeBufferPointer(start: table, count: count))
    }

    /// Lower case by Rust's tables, which are newer than Python's.
    static func lowercaseInRust(of scalar: Unicode.Scalar) -> Replacement? {
        var count = 0
        let table = cclip_lowercase_in_rust(&count)!
        return find(scalar, in: UnsafeBufferPointer(start: table, count: count)) ?? lowercase(of: scalar)
    }

    /// One step of canonical decomposition.
    static func decomposition(of scalar: Unicode.Scalar) -> Replacement? {
        var count = 0
        let table = cclip_decompositions(&count)!
        return find(scalar, in: UnsafeBufferPointer(start: table, count: count))
    }

    /// The common form of a halfwidth or fullwidth character.
    static func commonWidth(of scalar: Unicode.Scalar) -> Replacement? {
        var count = 0
        let table = cclip_widths(&count)!
        return find(scalar, in: UnsafeBufferPointer(start: table, count: count))
    }

    /// The scalar that two others compose to.
    static func composition(of first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        var count = 0
        let table = UnsafeBufferPointer(start: cclip_compositions(&count)!, count: count)
        let index = table.partitioningIndex { ($0.first, $0.second) >= (first.value, second.value) }
        guard index < count, table[index].first == first.value, table[index].second == second.value
        else { return nil }
        return Unicode.Scalar(table[index].composed)
    }

    private static func find(
        _ scalar: Unicode.Scalar, in table: UnsafeBufferPointer<cclip_scalar_mapping>
    ) -> Replacement? {
        let index = table.partitioningIndex { $0.scalar >= scalar.value }
        guard index < table.count, table[index].scalar == scalar.value else { return nil }
        let entry = table[index]
        // Zero marks the absence of a second scalar: no table maps to U+0000.
        return Replacement(
            first: Unicode.Scalar(entry.first)!,
            second: entry.second == 0 ? nil : Unicode.Scalar(entry.second))
    }
}

/// What one scalar becomes.
struct Replacement {
    let first: Unicode.Scalar
    let second: Unicode.Scalar?

    func append(to text: inout [Unicode.Scalar]) {
        text.append(first)
        if let second { text.append(second) }
    }
}
