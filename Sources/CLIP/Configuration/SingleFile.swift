import CLIPWeights

/// A file of weights that is a model by itself, or with a configuration beside it.
struct SingleFile {
    let weights: WeightFile
    let layout: ModelFolder.Layout
    /// What the tensors show, where no configuration is there.
    let inferred: (configuration: ModelConfiguration, preprocessing: PreprocessingConfiguration?)?
    /// What was assumed because nothing says it, for a person.
    let assumptions: [String]

    /// - Parameters:
    ///   - files: the file's folder.
    ///   - options: the activation, where it must be given.
    /// - Returns: nil if `files` is not of one file.
    init?(_ files: SourceFiles, _ options: LoadingOptions) throws(ConfigurationError) {
        let store: WeightStore
        do throws(WeightError) {
            guard let bytes = try files.openSingle() else { return nil }
            weights = try WeightFile(bytes)
            store = try WeightStore([weights])
            try store.checkTypes()
        } catch {
            throw ConfigurationError(error)
        }
        let isScript = weights.format == .torchScript
        if !isScript, let layout = Self.configuration(beside: store.naming, files) {
            self.layout = layout
            inferred = nil
            assumptions = []
            return
        }
        layout = isScript ? .openAI : store.naming == .huggingFace ? .huggingFace : .openCLIP
        guard let activation = options.activation ?? (isScript ? .quickGELU : nil) else {
            throw ConfigurationError(
                .missing,
                "\(weights.name): no tensor shows which activation a model was trained with, and the wrong one costs "
                    + "accuracy without a sign. Give --activation quickgelu (OpenAI's checkpoints and those trained "
                    + "on from them, tags with \"quickgelu\") or --activation gelu (most others), or put the model's "
                    + "open_clip_config.json or config.json beside the file")
        }
        let architecture = try Architecture(of: store, isOpenAI: isScript, weights.name)
        let configuration = try architecture.configuration(activation)
        let imageSize = configuration.vision?.imageSize
        inferred = (
            configuration,
            imageSize.map { [layout] in .documented(imageSize: $0, layout) }
        )
        assumptions = [
            "no configuration \(isScript ? "in" : "beside") \(weights.name): sizes are those of its tensors"
                + (architecture.assumption.map { ", \($0)" } ?? "")
                + "; pictures are prepared with OpenAI's mean and deviation"
        ]
    }

    /// The layout of a configuration beside the file, that of the tensors' names first.
    private static func configuration(beside naming: Naming, _ files: SourceFiles) -> ModelFolder.Layout? {
        let known: [(file: String, layout: ModelFolder.Layout)] = [
            ("open_clip_config.json", .openCLIP), ("config.json", .huggingFace),
        ]
        let ordered = naming == .huggingFace ? known.reversed() : known
        return ordered.first { files.has($0.file) }?.layout
    }
}

extension PreprocessingConfiguration {
    /// How OpenAI prepared pictures, in the way of a layout's software.
    static func documented(imageSize: Int, _ layout: ModelFolder.Layout) -> PreprocessingConfiguration {
        let isHuggingFace = layout == .huggingFace
        return PreprocessingConfiguration(
            imageSize: imageSize, mean: documentedMean, standardDeviation: documentedDeviation,
            cropRounding: isHuggingFace ? .floor : .halfEven,
            colourOrder: isHuggingFace ? .convertFirst : .resizeFirst)
    }
}
