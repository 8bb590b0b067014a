internal import CLIPText
internal import CLIPWeights

extension ModelFolder {
    /// The tokenizer of the folder's vocabulary, or of OpenAI's if the folder has none, by the rules of the
    /// software whose layout the folder has.
    /// - Returns: nil for an image tower alone.
    func makeTokenizer() throws(ConfigurationError) -> LazyTokenizer? {
        guard let text = configuration.text else { return nil }
        let tokenizer = try vocabulary.map(read)
        let size = tokenizer?.vocabularySize ?? Self.openAIVocabularySize
        guard size <= text.vocabularySize else {
            throw ConfigurationError(
                .malformed,
                "\(name): the vocabulary has \(size) tokens, the text tower takes \(text.vocabularySize); they "
                    + "belong to different models")
        }
        return tokenizer.map { LazyTokenizer($0) } ?? LazyTokenizer(openAI: rules)
    }

    private var rules: Tokenizer.Rules {
        switch layout {
        case .openAI: .openAI
        case .openCLIP: .openCLIP
        case .huggingFace: .huggingFace
        }
    }

    private func settings() throws(TokenizerError) -> TokenizerSettings {
        func lent(
            _ file: FileBytes?, _ body: (UnsafeRawBufferPointer?) throws(TokenizerError) -> TokenizerSettings
        ) throws(TokenizerError) -> TokenizerSettings {
            guard let file else { return try body(nil) }
            return try file.withBytes(body)
        }
        return try lent(tokenizerConfiguration) { (config) throws(TokenizerError) in
            try lent(specialTokensMap) { (map) throws(TokenizerError) in
                try TokenizerSettings(config: config, specialTokensMap: map)
            }
        }
    }

    private func read(_ files: VocabularyFiles) throws(ConfigurationError) -> Tokenizer {
        do {
            let settings = try settings()
            switch files {
            case .pair(let vocabulary, let merges):
                return try vocabulary.withBytes { (tokens) throws(TokenizerError) in
                    try merges.withBytes { (merges) throws(TokenizerError) in
                        try Tokenizer(vocabulary: tokens, merges: merges, rules: rules, settings: settings)
                    }
                }
            case .tokenizer(let file):
                return try file.withBytes { (json) throws(TokenizerError) in
                    try Tokenizer(tokenizerJSON: json, rules: rules, settings: settings)
                }
            case .packedMerges(let file):
                return try file.withBytes { (bytes) throws(TokenizerError) in
                    try Tokenizer(packedMerges: bytes, rules: rules)
                }
            }
        } catch {
            throw ConfigurationError(.malformed, "\(name): \(error)")
        }
    }
}
