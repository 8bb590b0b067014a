extension [Unicode.Scalar] {
    /// Makes every run of white space one space, and none at the ends.
    mutating func collapseWhiteSpace() {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        var follows = false
        for scalar in self {
            if Self.isWhiteSpace(scalar) {
                follows = true
            } else {
                if follows && !result.isEmpty { result.append(" ") }
                follows = false
                result.append(scalar)
            }
        }
        self = result
    }

    /// Makes every run of white space one space, as Hugging Face's normaliser does.
    mutating func replaceWhiteSpace() {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        var follows = false
        for scalar in self {
            let isSpace = ScalarTraits(scalar).onigurumaKind == .separator
            if !isSpace { result.append(scalar) } else if !follows { result.append(" ") }
            follows = isSpace
        }
        self = result
    }

    private static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
        // ASCII without a table: most text is.
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20: true
        case 0..<0x80: false
        default: ScalarTraits(scalar).isSpace
        }
    }
}
