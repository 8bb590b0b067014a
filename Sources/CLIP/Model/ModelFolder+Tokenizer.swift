internal import CLIPText
internal import CLIPWeights

extension ModelFolder {
    /// The tokenizer of the folder's vocabulary, or of OpenAI's if the folder has none.
    func makeTokenizer() throws(ConfigurationError) -> Tokenizer {
        guard let vocabulary else { return .openAI() }
        do {
            return try vocabulary.vocabulary.withBytes { (tokens) throws(TokenizerError) in
                try vocabulary.merges.withBytes { (merges) throws(TokenizerError) in
                    try Tokenizer(vocabulary: tokens, merges: merges)
                }
            }
        } catch {
            throw ConfigurationError(.malformed, "\(name): \(error)")
        }
    }
}
