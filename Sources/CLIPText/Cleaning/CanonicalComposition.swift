extension [Unicode.Scalar] {
    /// Brings the text into normalisation form C (Unicode, section 3.11): decomposes canonically, orders
    /// marks by their combining class, composes again.
    /// - Parameter tables: whose; Hugging Face's are older.
    mutating func composeCanonically(as tables: CanonicalTables) {
        // Nothing below U+0300 composes with anything below it, and all of it is composed already.
        guard contains(where: { $0.value >= 0x300 && !ScalarTraits($0).isComposed }) else { return }
        var decomposed: [Unicode.Scalar] = []
        decomposed.reserveCapacity(count)
        for scalar in self { Self.appendDecomposition(of: scalar, to: &decomposed, tables) }
        Self.orderMarks(in: &decomposed, tables)
        self = Self.composed(decomposed, tables)
    }

    private static func appendDecomposition(
        of scalar: Unicode.Scalar, to text: inout [Unicode.Scalar], _ tables: CanonicalTables
    ) {
        if scalar.value < 0xC0 {
            text.append(scalar)
        } else if let syllable = HangulSyllable(scalar) {
            syllable.appendParts(to: &text)
        } else if let step = tables.decomposition(of: scalar) {
            appendDecomposition(of: step.first, to: &text, tables)
            // Only the first part of a canonical decomposition may decompose further.
            if let second = step.second { text.append(second) }
        } else {
            text.append(scalar)
        }
    }

    /// Sorts each run of marks by combining class, keeping the order of equals.
    private static func orderMarks(in text: inout [Unicode.Scalar], _ tables: CanonicalTables) {
        var start = 0
        while start < text.count {
            guard tables.combiningClass(of: text[start]) != 0 else {
                start += 1
                continue
            }
            let rest = text[start...]
            let end = rest.firstIndex { tables.combiningClass(of: $0) == 0 } ?? text.count
            if end - start > 1 {
                let marks = text[start..<end].enumerated().map { offset, scalar in
                    (order: tables.combiningClass(of: scalar), offset: offset, scalar: scalar)
                }
                let sorted = marks.sorted { ($0.order, $0.offset) < ($1.order, $1.offset) }
                text.replaceSubrange(start..<end, with: sorted.lazy.map(\.scalar))
            }
            start = end
        }
    }

    private static func composed(_ text: [Unicode.Scalar], _ tables: CanonicalTables) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var starter: Int?
        // Class of the last scalar kept since the starter; nil while there is none.
        var lastClass: UInt32?
        for scalar in text {
            let scalarClass = tables.combiningClass(of: scalar)
            let isBlocked = lastClass.map { $0 >= scalarClass } ?? false
            if let starter, !isBlocked, let joined = join(result[starter], scalar, tables) {
                result[starter] = joined
                continue
            }
            if scalarClass == 0 {
                starter = result.count
                lastClass = nil
            } else {
                lastClass = scalarClass
            }
            result.append(scalar)
        }
        return result
    }

    private static func join(
        _ first: Unicode.Scalar, _ second: Unicode.Scalar, _ tables: CanonicalTables
    ) -> Unicode.Scalar? {
        guard second.value >= 0x300 else { return nil }
        return HangulSyllable.join(first, second) ?? tables.composition(of: first, second)
    }
}
