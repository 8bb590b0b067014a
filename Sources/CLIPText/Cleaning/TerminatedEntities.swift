extension [Unicode.Scalar] {
    /// Resolves only references that end in a semicolon, as ftfy does: "this&not that" stays, and
    /// "P&EACUTE;REZ" is understood.
    ///
    /// - Parameter isNested: where a reference stands for an ampersand (of any width), what that begins is
    ///   resolved at once.
    mutating func unescapeTerminatedEntities(isNested: Bool) {
        guard contains("&") else { return }
        var text = self
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        var index = 0
        while index < text.count {
            if text[index] == "&", let end = text.endOfReference(at: index + 1),
                text.appendReference(index + 1..<end, to: &result)
            {
                index = end
                if isNested, let last = result.last, last == "&" || last == "\u{FF06}" {
                    result.removeLast()
                    index -= 1
                    text[index] = "&"
                }
            } else {
                result.append(text[index])
                index += 1
            }
        }
        self = result
    }

    /// Index after a `#` that may be missing, 1 to 24 ASCII letters and digits, and a semicolon.
    private func endOfReference(at start: Int) -> Int? {
        let name = at(start) == "#" ? start + 1 : start
        var end = name
        while let scalar = at(end), end - name < 24, Self.isASCIILetterOrDigit(scalar) { end += 1 }
        return end > name && at(end) == ";" ? end + 1 : nil
    }

    private func appendReference(_ range: Range<Int>, to result: inout [Unicode.Scalar]) -> Bool {
        guard self[range.lowerBound] == "#" else {
            return NamedEntities.append(self[range], in: .ftfy, to: &result)
        }
        // A reference to the semicolon itself stays: ftfy takes any semicolon left for a failure.
        guard let reference = NumericReference(in: self, at: range.lowerBound),
            reference.end == range.upperBound, reference.scalar != ";"
        else { return false }
        if let scalar = reference.scalar { result.append(scalar) }
        return true
    }

    private static func isASCIILetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "a"..."z", "A"..."Z": true
        default: false
        }
    }
}
