public import CLIP

/// What single-label classification of a dataset came to.
public struct ClassificationResult: Sendable, Hashable {
    /// The class of each picture, as the data has it, `[N]`.
    public let given: [Int]
    /// The classifier's answers, best first.
    public let predictions: ClassPredictions
    /// `acc1`, `acc5`, `mean_per_class_recall`, `balanced_accuracy`, `macro_f1`, `weighted_f1`, `ece`, with intervals.
    public let metrics: [Metric]
    /// How often pictures of each class were taken for each class.
    public let confusion: ConfusionMatrix
    /// One row per class, in the classes' order.
    public let classes: [ClassRow]
    /// How far probabilities can be taken at their word.
    public let reliability: Reliability

    /// Measures.
    /// - Parameters:
    ///   - images: `[N, E]`, finite; at least one row.
    ///   - classifier: one vector for each class.
    ///   - given: the class of each picture.
    ///   - names: of the classes, as the data has them.
    ///   - bootstrap: draws the intervals.
    public init(
        _ images: EmbeddingMatrix, by classifier: LinearClassifier, given: [Int], names: [String],
        bootstrap: Bootstrap
    ) {
        let predictions = ClassPredictions(
            images, by: classifier, given: given, compute: bootstrap.compute)
        let confusion = ConfusionMatrix(
            classes: names.count,
            pairs: given.indices.lazy.map { (given: given[$0], predicted: predictions.predicted($0)) })
        let totals = confusion.totals
        self.given = given
        self.predictions = predictions
        self.confusion = confusion
        metrics = ClassificationScores(predictions, given: given, bootstrap).metrics
        classes = names.indices.map { ClassRow(index: $0, name: names[$0], totals) }
        reliability = Reliability(
            given.indices.map(predictions.confidence), right: predictions.ranks.map { $0 == 0 })
    }

    /// The pictures that were taken for another class, the most confident first; equal ones in the data's order.
    public func mistakes(_ count: Int = .max) -> [Int] {
        let wrong = given.indices.filter { predictions.ranks[$0] != 0 }
        let sorted = wrong.sorted { left, right in
            let (a, b) = (predictions.confidence(left), predictions.confidence(right))
            return a == b ? left < right : a > b
        }
        return Array(sorted.prefix(count))
    }

    /// A metric by its name.
    public func metric(_ name: String) -> Estimate? {
        metrics.first { $0.name == name }?.estimate
    }
}
