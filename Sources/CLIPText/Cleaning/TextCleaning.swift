/// What happens to a text before it is cut into words.
struct TextCleaning: Sendable {
    /// A cleaned text's parts in order.
    enum Part {
        /// A token that was typed by its name.
        case special(Int32)
        case text([Unicode.Scalar])
    }

    private let rules: Tokenizer.Rules
    /// Looked for in the text as it is typed, and in the normalised text.
    private let typed: AddedTokens
    private let normalised: AddedTokens

    init(_ rules: Tokenizer.Rules, _ vocabulary: Vocabulary) {
        self.rules = rules
        let tokens = rules == .huggingFace ? vocabulary.addedTokens : []
        typed = AddedTokens(tokens.filter { !$0.isNormalised }) { $0 }
        normalised = AddedTokens(tokens.filter(\.isNormalised), name: Self.normalise)
    }

    /// The first bytes of names that stand for tokens, in either case.
    var firstBytesOfNames: [UInt8] {
        (typed.firstBytes + normalised.firstBytes).flatMap { (byte) -> [UInt8] in
            switch byte {
            case 0x61...0x7A: [byte, byte - 0x20]
            case 0x20: [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20]  // all are a space once they are normalised
            default: [byte]
            }
        }
    }

    /// Cleans a text.
    func clean(_ text: String) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        guard rules == .huggingFace else { return [.text(Self.repair(scalars))] }
        return typed.split(scalars).flatMap { part -> [Part] in
            guard case .text(let text) = part else { return [part] }
            return normalised.split(Self.normalise(text))
        }
    }

    /// OpenAI's and OpenCLIP's cleaning: repaired as ftfy does, character references resolved twice (once
    /// for texts that were escaped twice), white space collapsed, in lower case.
    private static func repair(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var scalars = TextRepair.repair(text)
        scalars.unescapeHTML()
        scalars.unescapeHTML()
        scalars.collapseWhiteSpace()
        scalars.lowercase()
        return scalars
    }

    /// Hugging Face's normaliser: form C, runs of white space as one space, lower case.
    private static func normalise(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var scalars = text
        scalars.composeCanonically(as: .rust)
        scalars.replaceWhiteSpace()
        scalars.lowercaseInRust()
        return scalars
    }
}
