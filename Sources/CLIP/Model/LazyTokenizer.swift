internal import CLIPText
internal import CLIPWeights

/// A model's tokenizer: read from its files while loading, or OpenAI's, which is made when it is first asked for.
///
/// Tables of 48,894 merges take as long as a picture takes through a small tower, and a process whose labels are in the
/// cache needs none. Only what cannot fail may wait: files are read while loading.
final class LazyTokenizer: Sendable {
    private let made: Locked<Tokenizer?>
    private let rules: Tokenizer.Rules
    private let isOpenAI: Bool

    /// A tokenizer that was read from files.
    init(_ tokenizer: Tokenizer) {
        made = Locked(tokenizer)
        rules = tokenizer.rules
        isOpenAI = false
    }

    /// OpenAI's vocabulary, by the rules of one of its users.
    init(openAI rules: Tokenizer.Rules) {
        made = Locked(nil)
        self.rules = rules
        isOpenAI = true
    }

    var value: Tokenizer {
        made.withLock { made in
            if let made { return made }
            let tokenizer = Tokenizer.openAI(rules)
            made = tokenizer
            return tokenizer
        }
    }

    /// What tells the tokenizer from others, see ``TokenizerDigest``; known without making it where it is the usual one.
    var digest: ContentDigest {
        if isOpenAI, let known = TokenizerDigest.openAI(rules) { return known }
        return TokenizerDigest.digest(of: value)
    }
}
