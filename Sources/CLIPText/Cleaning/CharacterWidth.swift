extension [Unicode.Scalar] {
    /// Replaces fullwidth Latin, halfwidth Katakana and Hangul, and the ideographic space by their common
    /// forms.
    mutating func unifyWidth() {
        rewrite(where: { $0 == "\u{3000}" || (0xFF01...0xFFEF).contains($0.value) }) { scalar, result in
            if let common = ScalarMappings.commonWidth(of: scalar) {
                common.append(to: &result)
            } else {
                result.append(scalar)
            }
        }
    }
}
