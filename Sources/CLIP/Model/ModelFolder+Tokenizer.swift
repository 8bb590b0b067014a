internal import CLIPText
internal import CLIPWeights

extension ModelFolder {
    /// The tokenizer of the folder's vocabulary, or of OpenAI's if the folder has none.
    func makeTokenizer() throws(ConfigurationError) -> Tokenizer {
        let tokenizer = try vocabulary.map(read) ?? .openAI()
        guard tokenizer.vocabularySize <= configuration.text.vocabularySize else {
            throw ConfigurationError(
                .malformed,
                "\(name): the vocabulary has \(tokenizer.vocabularySize) tokens, the text tower takes "
                    + "\(configuration.text.vocabularySize); they belong to different models")
        }
        return tokenizer
    }

    private func read(_ vocabulary: VocabularyFiles) throws(ConfigurationError) -> Tokenizer {
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
