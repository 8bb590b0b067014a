public import CLIP
public import CLIPData

/// All that an evaluation found: what result files, tables and reports are made of.
public struct EvaluationResult: Sendable {
    /// The dataset's name.
    public var dataset: String
    /// The part of it; nil for all of it.
    public var split: String?
    /// What was measured.
    public var task: EvaluationTask
    /// The model's name.
    public var model: String
    /// The space, as 64 hexadecimal digits.
    public var space: String
    /// How the vectors were computed.
    public var recipe: Recipe
    /// The templates that made prompts of the classes' names; empty where there were none.
    public var templates: [String]
    /// The classes that were told apart, each with what it was called; empty for captions.
    public var classes: [DatasetClass]
    /// The pictures with their vectors, in the dataset's order: what all rows below are numbered by.
    public var features: LabelledEmbeddings
    /// The classes' vectors; nil where pictures were compared with captions or pictures.
    public var classifier: LinearClassifier?
    /// The captions' unit vectors, in the pictures' order; nil where there was nothing to look for among captions.
    public var captionVectors: EmbeddingMatrix?
    /// Examples that could not be read.
    public var unreadable: [UnreadableSample]
    /// The seed of the intervals, and how many resamples they come from.
    public var seed: UInt32, resamples: Int
    /// What was found, by task.
    public var findings: Findings
    /// How well scores tell the classes from those that were held out; nil where none were.
    public var unknown: UnknownDetection?
    /// The classes that were held out, by their names in the data.
    public var unknownClasses: [String] = []
    /// The learned head that took the place of words, in words; nil where there was none.
    public var head: String?
    /// A fitted temperature; nil where none was asked for.
    public var temperature: TemperatureFit?
    /// Doubtful labels; nil where none were looked for.
    public var labelQuality: LabelQuality?
    /// What is left of the accuracy when pictures go bad; nil where that was not tried.
    public var robustness: RobustnessResult?
    /// What changed since an earlier result; nil where none was given.
    public var comparison: BaselineComparison?
    /// What was asked for and could not be found, a sentence each.
    public var notes: [String] = []

    /// What was found, by task.
    public enum Findings: Sendable {
        /// Single-label classification.
        case classification(ClassificationResult)
        /// Captions and pictures.
        case captionRetrieval(CaptionRetrieval)
        /// Several labels per picture.
        case multiLabel(MultiLabelResult)
        /// Pictures and pictures.
        case imageRetrieval(ImageRetrieval)
    }

    /// The findings of single-label classification; nil for other tasks.
    public var classification: ClassificationResult? {
        if case .classification(let result) = findings { result } else { nil }
    }

    /// The metrics in CLIP_benchmark's names, and ours behind them.
    public var metrics: [Metric] {
        switch findings {
        case .classification(let result): result.metrics
        case .multiLabel(let result):
            [
                Metric("mean_average_precision", result.meanAveragePrecision),
                Metric("mean_average_precision_present", result.meanOverPresent),
            ]
        case .captionRetrieval(let result):
            Self.metrics(result.textToImage, "image_retrieval")
                + Self.metrics(result.imageToText, "text_retrieval")
        case .imageRetrieval(let result):
            Self.metrics(result.ranks, "image_to_image")
                + [Metric("mean_average_precision", result.meanAveragePrecision)]
        }
    }

    private static func metrics(_ ranks: RetrievalRanks, _ name: String) -> [Metric] {
        zip(RetrievalRanks.cuts, ranks.recall).map { Metric("\(name)_recall@\($0)", $1) }
            + [
                Metric("\(name)_median_rank", ranks.medianRank), Metric("\(name)_mean_rank", ranks.meanRank),
            ]
    }

    /// Pictures that were measured.
    public var count: Int { features.ids.count }
}

extension EvaluationResult {
    /// A result with what was found; what not every run looks for is added behind.
    public init(
        dataset: String, split: String?, task: EvaluationTask, model: String, space: String, recipe: Recipe,
        templates: [String], classes: [DatasetClass], features: LabelledEmbeddings,
        classifier: LinearClassifier?, unreadable: [UnreadableSample], findings: Findings, seed: UInt32,
        resamples: Int
    ) {
        self.dataset = dataset
        self.split = split
        self.task = task
        self.model = model
        self.space = space
        self.recipe = recipe
        self.templates = templates
        self.classes = classes
        self.features = features
        self.classifier = classifier
        self.findings = findings
        (self.seed, self.resamples) = (seed, resamples)
        self.unreadable = unreadable
    }

    /// Takes what classification came to; classes and pictures are then those that were asked about.
    /// - Parameters:
    ///   - found: what it came to.
    ///   - heldOut: the classes that were not, by their names in the data.
    public mutating func take(_ found: ClassificationFindings, heldOut: [String]) {
        findings = .classification(found.result)
        features = found.features
        classes = found.features.classes
        classifier = found.classifier
        unknown = found.unknown
        unknownClasses = heldOut
        temperature = found.temperature
        labelQuality = found.labelQuality
        notes = found.notes
    }
}
