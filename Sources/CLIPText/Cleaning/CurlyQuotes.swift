extension [Unicode.Scalar] {
    /// Replaces curly quotation marks, and the letter that looks like an apostrophe, by straight ones.
    mutating func straightenQuotes() {
        rewrite(where: { $0 == "\u{2BC}" || (0x2018...0x201F).contains($0.value) }) { scalar, result in
            result.append((0x201C...0x201F).contains(scalar.value) ? "\"" : "'")
        }
    }
}
