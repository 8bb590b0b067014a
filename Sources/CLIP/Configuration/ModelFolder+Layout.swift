import CLIPWeights

extension ModelFolder {
    /// Which layout a folder has, by its configuration files and the weights beside them.
    static func layout(of files: SourceFiles) throws(ConfigurationError) -> Layout {
        let hasOpenCLIP = files.has("open_clip_config.json")
        let hasHuggingFace = files.has("config.json")
        switch (hasOpenCLIP, hasHuggingFace) {
        case (true, false): return .openCLIP
        case (false, true): return .huggingFace
        case (true, true): return preferred(of: files)
        case (false, false):
            throw ConfigurationError(
                .missing,
                "\(files.name): no model here: expected open_clip_config.json (OpenCLIP) or config.json "
                    + "(Hugging Face); \(files.listing)")
        }
    }

    static func preprocessorFile(of files: SourceFiles) throws(ConfigurationError) -> String {
        for name in ["preprocessor_config.json", "processor_config.json"] where files.has(name) {
            return name
        }
        throw ConfigurationError(
            .missing,
            "\(files.name): expected preprocessor_config.json, which says how pictures are prepared, beside "
                + "config.json; \(files.listing)")
    }

    /// The tokenizer's files; nil where OpenAI's vocabulary applies.
    ///
    /// transformers reads `tokenizer.json` where there is one. OpenCLIP reads none of these files, but some
    /// folders of its layout have vocabularies of their own.
    static func vocabulary(
        of files: SourceFiles, _ layout: Layout, size: Int
    ) throws(ConfigurationError) -> VocabularyFiles? {
        let pair = ["vocab.json", "merges.txt"]
        let packed = "bpe_simple_vocab_16e6.txt.gz"
        if layout == .huggingFace, files.has("tokenizer.json") {
            return .tokenizer(try files.open("tokenizer.json"))
        }
        if pair.allSatisfy(files.has) {
            return .pair(vocabulary: try files.open(pair[0]), merges: try files.open(pair[1]))
        }
        if files.has(packed) { return .packedMerges(try files.open(packed)) }
        if files.has("tokenizer.json") { return .tokenizer(try files.open("tokenizer.json")) }
        if let there = pair.first(where: files.has), let absent = pair.first(where: { !files.has($0) }) {
            throw ConfigurationError(.missing, "\(files.name): \(there) is there, but \(absent) is not")
        }
        guard size == openAIVocabularySize else {
            throw ConfigurationError(
                .missing,
                "\(files.name): a vocabulary of \(size) tokens is not OpenAI's (\(openAIVocabularySize)): "
                    + "expected vocab.json and merges.txt, or tokenizer.json; \(files.listing)")
        }
        return nil
    }

    /// A file of Hugging Face's layout that says how names of tokens are looked for, if it is there.
    static func tokenizerFile(
        _ name: String, of files: SourceFiles, _ layout: Layout
    ) throws(ConfigurationError) -> FileBytes? {
        layout == .huggingFace && files.has(name) ? try files.open(name) : nil
    }
}
