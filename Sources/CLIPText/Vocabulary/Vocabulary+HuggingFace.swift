extension Vocabulary {
    /// The vocabulary of a model folder in Hugging Face's form: `vocab.json` and `merges.txt`.
    static func read(
        json: UnsafeRawBufferPointer, merges: UnsafeRawBufferPointer, _ settings: TokenizerSettings
    ) throws(TokenizerError) -> Vocabulary {
        let vocabulary = try VocabularyFile(json)
        var file = try MergesFile(merges)
        let specialTokens = try vocabulary.specialTokens(in: VocabularyFile.name)
        var builder = try VocabularyBuilder(
            vocabulary, file: VocabularyFile.name, capacity: file.capacity)
        while let merge = try file.next() { try builder.add(merge) }
        let tokens = settings.tokens([], count: builder.ids.count) { builder.id(of: $0) }
        try builder.add(tokens, file: "tokenizer_config.json")
        return try builder.build(specialTokens, tokens, file: MergesFile.name)
    }
}
