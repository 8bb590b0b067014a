extension [Unicode.Scalar] {
    /// Removes the escape sequences that colour text on a terminal: ESC, `[`, digits and semicolons, one
    /// ASCII letter.
    mutating func removeTerminalEscapes() {
        guard contains("\u{1B}") else { return }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        var index = 0
        while index < count {
            if let end = endOfEscape(at: index) {
                index = end
            } else {
                result.append(self[index])
                index += 1
            }
        }
        self = result
    }

    private func endOfEscape(at start: Int) -> Int? {
        guard self[start] == "\u{1B}", at(start + 1) == "[" else { return nil }
        var index = start + 2
        while let scalar = at(index) {
            switch scalar {
            case "a"..."z", "A"..."Z": return index + 1
            case ";": index += 1
            default:
                guard ScalarTraits(scalar).isDigit else { return nil }
                index += 1
            }
        }
        return nil
    }
}
