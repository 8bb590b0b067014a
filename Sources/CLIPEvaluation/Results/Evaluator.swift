public import CLIP
public import CLIPData
public import CLIPNumerics

/// Measures a dataset's vectors, by the task that its data allow.
public struct Evaluator: Sendable {
    /// Draws the intervals.
    public var bootstrap: Bootstrap
    /// Fits a temperature on one half of the pictures and judges it on the other.
    public var fitsTemperature = false
    /// Looks for doubtful labels.
    public var looksForLabelIssues = false

    /// An evaluator with a seed for everything that is drawn.
    public init(seed: UInt32 = 0, resamples: Int = 1000, compute: Compute = .shared) {
        bootstrap = Bootstrap(seed: seed, resamples: resamples, compute: compute)
    }

    /// The task that data are made for: classes before captions.
    /// - Throws: `EvaluationError` where there are neither.
    public static func task(of dataset: any Dataset, hasCaptions: Bool) throws(EvaluationError)
        -> EvaluationTask
    {
        if !dataset.classes.isEmpty { return dataset.isMultiLabel ? .multiLabel : .classification }
        if hasCaptions { return .captionRetrieval }
        throw EvaluationError(
            "\(dataset.name) has neither labels nor captions: there is nothing to hold answers against")
    }

    /// Single-label classification.
    /// - Parameters:
    ///   - features: finite rows, each with one label.
    ///   - classifier: one vector per class of the features.
    ///   - heldOut: classes that the classifier is not asked about; their pictures show how well scores tell what is
    ///     unknown.
    public func classify(
        _ features: LabelledEmbeddings, by classifier: LinearClassifier, heldOut: Set<Int> = []
    ) throws(EvaluationError) -> ClassificationFindings {
        try FeatureCheck.finite(features)
        let labels = try FeatureCheck.singleLabels(features)
        let kept = features.classes.indices.filter { !heldOut.contains($0) }
        guard kept.count > 1 else {
            throw EvaluationError(
                "only one class is left to tell apart\(kept.first.map { ", \(features.classes[$0].name)" } ?? ""): "
                    + "every answer would be right. Give data with more classes")
        }
        let known = labels.indices.filter { !heldOut.contains(labels[$0]) }
        guard !known.isEmpty else { throw EvaluationError("no picture is of a class that is asked about") }
        let (data, model) = (features.restricted(to: kept, rows: known), classifier.restricted(to: kept))
        let given = data.targets.map { $0[0] }
        let result = ClassificationResult(
            data.embeddings, by: model, given: given, names: data.classes.map(\.name), bootstrap: bootstrap)
        var findings = ClassificationFindings(features: data, classifier: model, result: result)
        if !heldOut.isEmpty {
            let unknown = features.selecting(labels.indices.filter { heldOut.contains(labels[$0]) })
            findings.unknown = try UnknownDetection(
                known: result.predictions,
                unknown: ClassPredictions(
                    unknown.embeddings, by: model, given: unknown.targets.map { _ in nil },
                    compute: bootstrap.compute), bootstrap: bootstrap)
        }
        if fitsTemperature {
            // Where no temperature is the best, everything else is still worth having.
            do throws(EvaluationError) {
                findings.temperature = try TemperatureFit(
                    data.embeddings, by: model, given: given, bootstrap: bootstrap)
            } catch {
                findings.notes.append("no temperature fitted: \(error.message)")
            }
        }
        if looksForLabelIssues {
            findings.labelQuality = LabelQuality(
                data.embeddings, by: model, given: given, predictions: result.predictions,
                compute: bootstrap.compute)
        }
        return findings
    }

    /// Ranking by each of several labels.
    public func rankLabels(
        _ features: LabelledEmbeddings, by classifier: LinearClassifier
    ) throws(EvaluationError) -> MultiLabelResult {
        try FeatureCheck.finite(features)
        return MultiLabelResult(
            features.embeddings, by: classifier, targets: features.targets,
            names: features.classes.map(\.name), bootstrap: bootstrap)
    }

    /// Pictures and captions.
    /// - Parameters:
    ///   - features: unit rows, each with a caption.
    ///   - texts: the unit vectors of all captions, in the pictures' order.
    /// - Throws: `EvaluationError` that names the first picture that no caption belongs to, which could not be found.
    public func retrieve(
        _ features: LabelledEmbeddings, captions texts: EmbeddingMatrix
    ) throws(EvaluationError) -> CaptionRetrieval {
        try FeatureCheck.finite(features)
        if let row = features.captions.firstIndex(where: \.isEmpty) {
            throw EvaluationError(
                "\(features.ids[row]) has no caption, and each picture needs one here: leave it out")
        }
        let owners = features.captions.enumerated().flatMap { picture, captions in
            captions.map { _ in picture }
        }
        return CaptionRetrieval(
            images: features.embeddings, texts: texts, owners: owners, bootstrap: bootstrap)
    }

    /// Pictures by other pictures of their class.
    public func retrieveImages(_ features: LabelledEmbeddings) throws(EvaluationError) -> ImageRetrieval {
        try FeatureCheck.finite(features)
        return try ImageRetrieval(
            features.embeddings, labels: try FeatureCheck.singleLabels(features), bootstrap: bootstrap)
    }
}

/// What single-label classification came to, with what it was measured on.
public struct ClassificationFindings: Sendable {
    /// The pictures of the classes that were asked about; labels count within these classes.
    public let features: LabelledEmbeddings
    /// The vectors of the classes that were asked about.
    public let classifier: LinearClassifier
    /// The answers and what they amount to.
    public let result: ClassificationResult
    /// How well scores tell the other classes; nil where there are none.
    public var unknown: UnknownDetection?
    /// Nil unless asked for, and where there is none; ``notes`` then say why.
    public var temperature: TemperatureFit?
    /// Nil unless asked for.
    public var labelQuality: LabelQuality?
    /// What was asked for and could not be found, a sentence each.
    public var notes: [String] = []
}
