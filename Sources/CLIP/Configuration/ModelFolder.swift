public import CLIPWeights

/// A model's files, found and understood: its configuration, its preprocessing, and where its weights and
/// vocabulary are.
///
/// OpenCLIP's layout (`open_clip_config.json`, `open_clip_model.safetensors`) and Hugging Face's
/// (`config.json`, `preprocessor_config.json`, `model.safetensors`, also in several parts) are known, with PyTorch's
/// archives in the weights' place, too; where a folder has both, the one with safetensors is read, OpenCLIP's first.
/// One file of weights can be a model as well (``ModelSource/file(_:)``).
public struct ModelFolder: Sendable {
    /// Whose files they are: it decides on details of preprocessing.
    public enum Layout: String, Sendable, Hashable, Codable { case openCLIP, huggingFace, openAI }

    /// The last part of the folder's or the file's path, the repository's name in the hub's cache, or the name that
    /// was given to memory.
    public let name: String
    /// The layout that was found.
    public let layout: Layout
    /// What the networks are built from.
    public let configuration: ModelConfiguration
    /// How pictures are prepared; nil for a text tower alone.
    public let preprocessing: PreprocessingConfiguration?
    /// The tokenizer's files; nil if the folder has none and OpenAI's vocabulary applies.
    package let vocabulary: VocabularyFiles?
    /// What else says how a tokenizer of Hugging Face's layout works, where it is there.
    package let tokenizerConfiguration: FileBytes?
    package let specialTokensMap: FileBytes?
    /// What it was opened with.
    let options: LoadingOptions
    /// What was taken for granted because no file says it, in words for a person; nearly always nothing.
    public let assumptions: [String]
    let files: SourceFiles
    let weightFiles: [String]
    /// The weights where one file is the model: it was opened to see what it is.
    private let single: WeightFile?

    /// The bytes of the files that a tokenizer is made from.
    package enum VocabularyFiles: Sendable {
        /// `vocab.json`, token → id, and `merges.txt`, merges in order, one a line.
        case pair(vocabulary: FileBytes, merges: FileBytes)
        /// `tokenizer.json`: both and more.
        case tokenizer(FileBytes)
        /// `bpe_simple_vocab_16e6.txt.gz`: merges alone, packed.
        case packedMerges(FileBytes)
    }

    /// Tokens of OpenAI's vocabulary.
    static let openAIVocabularySize = 49408

    /// Finds a model's files and reads its configuration; the weights are not touched yet.
    /// - Parameters:
    ///   - source: a folder, or files in memory.
    ///   - options: what the files leave open.
    public init(
        _ source: ModelSource, options: LoadingOptions = LoadingOptions()
    ) throws(ConfigurationError) {
        self.options = options
        files = try SourceFiles(source)
        let single = try SingleFile(files, options)
        self.single = single?.weights
        name = files.file ?? Self.displayName(of: files.name)
        layout = if let single { single.layout } else { try Self.layout(of: files) }
        let (found, prepared) = try Self.decode(files, layout, options, single)
        try options.checkTowers(of: found, files.name)
        configuration = try found.resized(to: options.imageSize, as: layout, files.name)
        preprocessing = prepared.map { $0.resized(to: options.imageSize) }
        try configuration.checkLimits(files.name)
        assumptions =
            (single?.assumptions ?? []) + (options.imageSize == nil ? [] : configuration.unseenBorder)
        weightFiles = try single == nil ? Self.weightFiles(of: files, layout) : []
        tokenizerConfiguration = try Self.tokenizerFile("tokenizer_config.json", of: files, layout)
        specialTokensMap = try Self.tokenizerFile("special_tokens_map.json", of: files, layout)
        // What lies beside a file that says all by itself need not belong to it.
        let isAlone =
            single?.inferred != nil && configuration.text?.vocabularySize == Self.openAIVocabularySize
        if let text = configuration.text, !isAlone {
            vocabulary = try Self.vocabulary(of: files, layout, size: text.vocabularySize)
        } else {
            vocabulary = nil
        }
    }

    /// What the files say, whatever a caller asks for beside it.
    private static func decode(
        _ files: SourceFiles, _ layout: Layout, _ options: LoadingOptions, _ single: SingleFile?
    ) throws(ConfigurationError) -> (ModelConfiguration, PreprocessingConfiguration?) {
        if let inferred = single?.inferred { return (inferred.configuration, inferred.preprocessing) }
        switch layout {
        case .openCLIP, .openAI:
            return try OpenCLIPConfiguration.decode(files.open("open_clip_config.json"), options)
        case .huggingFace:
            let configuration = try HuggingFaceConfiguration.decode(files.open("config.json"), options)
            guard let vision = configuration.vision else { return (configuration, nil) }
            let preprocessing = try HuggingFacePreprocessing.decode(
                files.open(preprocessorFile(of: files)), imageSize: vision.imageSize)
            return (configuration, preprocessing)
        }
    }

    /// Maps the weights. Each call gives a new store, whose reckoning of used tensors starts afresh.
    public func openWeights() throws(ConfigurationError) -> WeightStore {
        var parts: [FileBytes] = []
        for file in weightFiles { try parts.append(files.open(file)) }
        let store: WeightStore
        do throws(WeightError) {
            var opened = single.map { [$0] } ?? []
            for part in parts { try opened.append(WeightFile(part)) }
            store = try WeightStore(opened)
        } catch {
            throw ConfigurationError(error)
        }
        try checkSize(of: store)
        return store
    }

    /// Refuses a configuration of many more numbers than the weights have, before memory for it is asked for.
    /// Smaller differences are reported tensor by tensor.
    private func checkSize(of store: WeightStore) throws(ConfigurationError) {
        let asked = configuration.parameterCount
        guard asked / 4 <= store.elementCount + 10_000_000 else {
            throw ConfigurationError(
                .malformed,
                "\(files.name): the configuration describes a model of \(asked) numbers, but the weights have "
                    + "\(store.elementCount); they belong to different models")
        }
    }
}
