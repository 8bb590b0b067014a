extension [Unicode.Scalar] {
    /// Turns every kind of line break into `\n`; a carriage return and a line feed are one break.
    mutating func unifyLineBreaks() {
        guard contains(where: Self.isForeignBreak) else { return }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        for index in indices {
            let scalar = self[index]
            if scalar == "\r" && at(index + 1) == "\n" { continue }
            result.append(Self.isForeignBreak(scalar) ? "\n" : scalar)
        }
        self = result
    }

    private static func isForeignBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
