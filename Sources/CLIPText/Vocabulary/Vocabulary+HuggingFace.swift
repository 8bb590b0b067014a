extension Vocabulary {
    /// The vocabulary of a model folder in Hugging Face's form: `vocab.json` and `merges.txt`.
    static func read(
        json: UnsafeRawBufferPointer, merges: UnsafeRawBufferPointer
    ) throws(TokenizerError) -> Vocabulary {
        let vocabulary = try VocabularyFile(json)
        var file = try MergesFile(merges)
        let specialTokens = try vocabulary.specialTokens(in: VocabularyFile.name)
        var builder = try VocabularyBuilder(
            vocabulary, file: VocabularyFile.name, capacity: file.capacity)
        while let merge = try file.next() { try builder.add(merge) }
        return try builder.build(specialTokens, file: MergesFile.name)
    }
}
