import CLIPWeights

extension ModelFolder {
    private static let openCLIPWeights = "open_clip_model.safetensors"
    private static let plainWeights = "model.safetensors"
    private static let weightIndex = "model.safetensors.index.json"

    /// Which layout a folder has, by its configuration files and the weights beside them.
    static func layout(of files: SourceFiles) throws(ConfigurationError) -> Layout {
        let hasOpenCLIP = files.has("open_clip_config.json")
        let hasHuggingFace = files.has("config.json")
        switch (hasOpenCLIP, hasHuggingFace) {
        case (true, false): return .openCLIP
        case (false, true): return .huggingFace
        case (true, true):
            // Both descriptions of one model: the one whose weights are there.
            let onlyPlain = !files.has(openCLIPWeights) && (files.has(plainWeights) || files.has(weightIndex))
            return onlyPlain ? .huggingFace : .openCLIP
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

    /// The names of the files that hold the weights.
    static func weightFiles(of files: SourceFiles, _ layout: Layout) throws(ConfigurationError) -> [String] {
        if layout == .openCLIP, files.has(openCLIPWeights) { return [openCLIPWeights] }
        if files.has(plainWeights) { return [plainWeights] }
        if files.has(weightIndex) { return try indexedFiles(files) }
        let expected = layout == .openCLIP ? "\(openCLIPWeights) or \(plainWeights)" : plainWeights
        let pickles = files.names.filter { name in
            [".bin", ".pt", ".pth", ".ckpt"].contains { name.hasSuffix($0) }
        }
        guard pickles.isEmpty else {
            throw ConfigurationError(
                .unsupported,
                "\(files.name): the weights are only there as \(pickles.joined(separator: ", ")), a pickle, which "
                    + "is not read; convert it to \(expected) with Python's safetensors package "
                    + "(safetensors.torch.save_file)")
        }
        throw ConfigurationError(
            .missing, "\(files.name): expected the weights as \(expected); \(files.listing)")
    }

    /// The files that the index of a model in several parts names.
    private static func indexedFiles(_ files: SourceFiles) throws(ConfigurationError) -> [String] {
        let index = try files.open(weightIndex)
        let map: JSONValue?
        do {
            map = try index.withBytes { (bytes) throws(JSONError) in try JSONValue(bytes)["weight_map"] }
        } catch {
            throw ConfigurationError(.malformed, "\(index.name): not valid JSON: \(error)")
        }
        guard case .object(let members) = map else {
            throw ConfigurationError(.malformed, "\(index.name): weight_map: an object was expected")
        }
        var parts: Set<String> = []
        for member in members {
            // A name in the folder itself: the index must not lead elsewhere.
            guard case .string(let part) = member.value, !part.contains("/"), part.hasSuffix(".safetensors")
            else {
                throw ConfigurationError(
                    .malformed,
                    "\(index.name): weight_map: \(member.value.text) is not a safetensors file's name")
            }
            parts.insert(part)
        }
        let missing = parts.filter { !files.has($0) }.sorted()
        guard missing.isEmpty, !parts.isEmpty else {
            throw ConfigurationError(
                .missing, "\(index.name): names files that are not there: \(missing.joined(separator: ", "))")
        }
        return parts.sorted()
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
