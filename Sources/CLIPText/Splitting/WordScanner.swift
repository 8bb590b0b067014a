/// Cuts a cleaned text into words, as the reference's pattern does at each place, the first alternative that
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
    private let rules: Tokenizer.Rules
    private let specialTokens: SpecialTokens
    private let names: SpecialTokens.Names
    private var index = 0
    /// Where the name of a special token ends that was no token; its parts are words by themselves.
    private var nameEnd = 0

    init(_ text: [Unicode.Scalar], _ rules: Tokenizer.Rules, _ specialTokens: SpecialTokens) {
        self.text = text
        self.rules = rules
        self.specialTokens = specialTokens
        names = SpecialTokens.names(rules) ?? SpecialTokens.openAINames
    }

    /// The next word, or nil at the end.
    mutating func next() -> Word? {
        while index < text.count {
            let start = index
            if let match = specialTokens.match(names, in: text, at: start) {
                if rules == .huggingFace {
                    // Where the name stands for a token it was found before; the expression still keeps
                    // it apart from what follows, and the next step cuts it at its letters.
                    if match.isExact { nameEnd = start + match.length }
                } else {
                    index += match.length
                    // A name with a long s passes for the name, but is no token.
                    return match.isExact ? .special(match.id) : .bytes(start..<index)
                }
            }
            if let length = contraction(at: start) {
                index += length
                return .bytes(start..<index)
            }
            let kind = kind(of: text[start])
            index += 1
            switch kind {
            case .separator: continue
            case .number: return .bytes(start..<index)
            case .letter, .other:
                let end = start < nameEnd ? nameEnd : text.count
                while index < end, self.kind(of: text[index]) == kind { index += 1 }
                return .bytes(start..<index)
            }
        }
        return nil
    }

    /// The length of the contraction that begins at an index, apostrophe included.
    private func contraction(at start: Int) -> Int? {
        guard text[start] == "'", let first = text.at(start + 1).map(fold) else { return nil }
        switch (first, text.at(start + 2).map(fold)) {
        case ("s", _), ("t", _), ("m", _), ("d", _): return 2
        case ("r", "e"), ("v", "e"), ("l", "l"): return 3
        default: return nil
        }
    }

    /// Python's pattern ignores case, which after lowering concerns the long s alone.
    private func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        rules == .huggingFace ? scalar : CaseFolding.fold(scalar)
    }

    private func kind(of scalar: Unicode.Scalar) -> ScalarTraits.Kind {
        // ASCII without a table: most text is.
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A: .letter
        case 0x30...0x39: .number
        case 0x20, 0x09...0x0D: .separator
        case 0..<0x80: .other
        default: rules == .huggingFace ? ScalarTraits(scalar).onigurumaKind : ScalarTraits(scalar).kind
        }
    }
}
