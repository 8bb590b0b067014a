internal import CLIPText
internal import CLIPWeights

extension ModelFolder {
    /// The tokenizer of the folder's vocabulary, or of OpenAI's if the folder has none.
    func makeTokenizer() throws(ConfigurationError) -> Tokenizer {
        guard let vocabulary else { return .openAI() }
        do {
            return try Tokenizer(vocabulary: vocabulary.vocabulary.bytes, merges: vocabulary.merges.bytes)
        } catch {
            throw ConfigurationError(.malformed, "\(name): \(error)")
        }
    }
}
