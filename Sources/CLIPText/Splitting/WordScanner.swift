/// Cuts a cleaned text into words, as OpenCLIP's pattern does at each place, the first alternative that
/// fits winning: a special token's name; `'s 't 're 've 'm 'll 'd`; letters; one number; anything else but
/// white space.
struct WordScanner {
    enum Word: Equatable {
        /// A special token, typed as text.
        case special(Int32)
        /// A word to be merged from its bytes.
        case bytes(Range<Int>)
    }

    private let text: [Unicode.Scalar]
    private let specialTokens: SpecialTokens
    private var index = 0

    init(_ text: [Unicode.Scalar], specialTokens: SpecialTokens) {
        self.text = text
        self.specialTokens = specialTokens
    }

    /// The next word, or nil at the end.
    mutating func next() -> Word? {
        while index < text.count {
            let start = index
            if let match = specialTokens.match(in: text, at: start) {
                index += match.length
                // A name with a long s passes for the name, but is no token.
                return match.isExact ? .special(match.id) : .bytes(start..<index)
            }
            if let length = contraction(at: start) {
                index += length
                return .bytes(start..<index)
            }
            let kind = Self.kind(of: text[start])
            index += 1
            switch kind {
            case .separator: continue
            case .number: return .bytes(start..<index)
            case .letter, .other:
                while index < text.count, Self.kind(of: text[index]) == kind { index += 1 }
                return .bytes(start..<index)
            }
        }
        return nil
    }

    /// The length of the contraction that begins at an index, apostrophe included.
    private func contraction(at start: Int) -> Int? {
        guard text[start] == "'", let first = text.at(start + 1).map(CaseFolding.fold) else { return nil }
        switch (first, text.at(start + 2).map(CaseFolding.fold)) {
        case ("s", _), ("t", _), ("m", _), ("d", _): return 2
        case ("r", "e"), ("v", "e"), ("l", "l"): return 3
        default: return nil
        }
    }

    static func kind(of scalar: Unicode.Scalar) -> ScalarTraits.Kind {
        // ASCII without a table: most text is.
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A: .letter
        case 0x30...0x39: .number
        case 0x20, 0x09...0x0D: .separator
        case 0..<0x80: .other
        default: ScalarTraits(scalar).kind
        }
    }
}
