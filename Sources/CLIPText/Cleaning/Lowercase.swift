extension [Unicode.Scalar] {
    /// Lower case as Python's `str.lower`: one capital (İ) becomes two scalars, and a capital sigma at the
    /// end of a word becomes a final one.
    mutating func lowercase() {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        for index in indices {
            let scalar = self[index]
            switch scalar.value {
            case 0x41...0x5A: result.append(Unicode.Scalar(scalar.value + 0x20)!)
            case 0..<0x80: result.append(scalar)
            case 0x3A3: result.append(endsWord(at: index) ? "\u{3C2}" : "\u{3C3}")
            default:
                if ScalarTraits(scalar).isLowered, let lower = ScalarMappings.lowercase(of: scalar) {
                    lower.append(to: &result)
                } else {
                    result.append(scalar)
                }
            }
        }
        self = result
    }

    /// Lower case as Rust's `char::to_lowercase`, each scalar by itself: no sigma is final, and İ becomes two
    /// scalars.
    mutating func lowercaseInRust() {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(count)
        for scalar in self {
            switch scalar.value {
            case 0x41...0x5A: result.append(Unicode.Scalar(scalar.value + 0x20)!)
            case 0..<0x80: result.append(scalar)
            default:
                if ScalarTraits(scalar).isLowered, let lower = ScalarMappings.lowercaseInRust(of: scalar) {
                    lower.append(to: &result)
                } else {
                    result.append(scalar)
                }
            }
        }
        self = result
    }

    /// Whether a cased letter stands before and none behind, looking through what casing ignores
    /// (Unicode's condition Final_Sigma).
    private func endsWord(at index: Int) -> Bool {
        let before = self[..<index].last { !ScalarTraits($0).isCaseIgnorable }
        let behind = self[(index + 1)...].first { !ScalarTraits($0).isCaseIgnorable }
        return isCased(before) && !isCased(behind)
    }

    private func isCased(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ScalarTraits($0).isCased } ?? false
    }
}
