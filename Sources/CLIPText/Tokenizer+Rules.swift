extension Tokenizer {
    /// Whose rules a text is tokenized by: what is cleaned, how it is lowered and cut into words, and which
    /// names stand for special tokens when they are typed.
    ///
    /// The rules belong to a model: it was trained on ids that they gave. On plain English they agree.
    public enum Rules: String, Sendable, Hashable, CaseIterable {
        /// OpenAI's package `clip`: repaired by ftfy, character references resolved, Python's lower case;
        /// `<|startoftext|>` and `<|endoftext|>` stand for the special tokens, in any case.
        case openAI = "openai"
        /// OpenCLIP 3.3: as ``openAI``, but the names are `<start_of_text>` and `<end_of_text>`.
        case openCLIP = "open_clip"
        /// transformers 5.20 with tokenizers 0.23: normalised to form C, Rust's lower case, neither repaired
        /// nor unescaped; the names stand for special tokens where the model's files say so.
        case huggingFace = "hf"

        /// Changes when a text may get other ids than before.
        private var version: Int {
            switch self {
            case .openCLIP: 2
            case .openAI, .huggingFace: 1
            }
        }

        fileprivate var identity: String { "\(rawValue) \(version)" }
    }

    /// The rules, their version, and by Hugging Face's the tokens that are looked for in other ways than usual:
    /// with the vocabulary, all that decides ids.
    public var rulesIdentity: String {
        guard rules == .huggingFace, vocabulary.addedTokens != vocabulary.specialTokens.asAddedTokens else {
            return rules.identity
        }
        let tokens = vocabulary.addedTokens.map { token in
            let flags = [token.isNormalised, token.takesSpaceBefore, token.takesSpaceBehind]
            return "\(token.id) \(flags.map { $0 ? "1" : "0" }.joined()) \(token.name)"
        }
        return ([rules.identity] + tokens).joined(separator: "\n")
    }
}
