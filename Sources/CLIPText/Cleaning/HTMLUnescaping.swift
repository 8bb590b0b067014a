extension [Unicode.Scalar] {
    /// Resolves character references by the HTML standard's rules, as Python's `html.unescape` does: also
    /// without a semicolon, and by the longest name that a sequence begins with.
    mutating func unescapeHTML() {
        guard contains("&") else { return }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            if self[index] == "&" {
                if let reference = NumericReference(in: self, at: index + 1) {
                    if let scalar = reference.scalar { result.append(scalar) }
                    index = reference.end
                    continue
                }
                if let end = appendNamedEntity(at: index + 1, to: &result) {
                    index = end
                    continue
                }
            }
            result.append(self[index])
            index += 1
        }
        self = result
    }

    /// - Returns: the index after the longest known name, or nil if none begins here.
    private func appendNamedEntity(at start: Int, to result: inout [Unicode.Scalar]) -> Int? {
        var end = start
        while end < count, end - start < 32, Self.mayBeInName(self[end]) { end += 1 }
        if end > start, at(end) == ";" { end += 1 }
        while end - start >= 2 {
            if NamedEntities.append(self[start..<end], in: .html, to: &result) { return end }
            end -= 1
        }
        return nil
    }

    private static func mayBeInName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\u{C}", " ", "<", "&", "#", ";": false
        default: true
        }
    }
}
