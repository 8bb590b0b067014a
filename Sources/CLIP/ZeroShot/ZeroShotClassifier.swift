/// Classifies pictures by words alone (paper §3.1).
///
/// Each label has one unit vector: its prompts' unit vectors, averaged, made unit again (§3.1.4). A
/// picture's score for a label is its part of softmax(exp(logit_scale) · cosine) over all labels, or,
/// with neutral prompts, over this label and the neutral ones.
public struct ZeroShotClassifier: Sendable {
    /// The labels, in the order of `vectors`' rows.
    public let labels: [String]
    /// One unit vector per label, `[labels, E]`.
    public let vectors: EmbeddingMatrix
    /// The factor on cosines before softmax: the model's exp(logit_scale).
    public let logitScale: Float
    /// Neutral sentences with their unit vectors `[prompts, E]`, when each label is judged alone.
    public let neutral: NeutralSet?
    /// The templates, or the prompts of all classes, that the vectors were made of.
    public let templates: [String]

    /// Neutral sentences and where they lie.
    public struct NeutralSet: Sendable {
        /// The sentences.
        public let prompts: NeutralPrompts
        /// One unit vector per sentence, `[prompts, E]`.
        public let vectors: EmbeddingMatrix
    }

    /// True when scores exist: with one label alone and nothing neutral softmax would always say 1.
    public var hasScores: Bool { labels.count > 1 || neutral != nil }

    /// Puts together vectors that are already there.
    package init(
        labels: [String], vectors: EmbeddingMatrix, logitScale: Float, neutral: NeutralSet? = nil,
        templates: [String]
    ) {
        precondition(labels.count == vectors.rows, "\(labels.count) labels for \(vectors.rows) vectors")
        self.labels = labels
        self.vectors = vectors
        self.logitScale = logitScale
        self.neutral = neutral
        self.templates = templates
    }

    /// The labels of each picture, best first.
    ///
    /// - Parameters:
    ///   - images: unit vectors of the same model, `[N, E]`.
    ///   - count: how many labels to return per picture; all when nil.
    /// - Returns: one list per row of `images`; equal scores stay in the order of the labels.
    public func classify(_ images: EmbeddingMatrix, top count: Int? = nil) -> [[Prediction]] {
        precondition(
            images.dimension == vectors.dimension,
            "pictures of dimension \(images.dimension), labels of \(vectors.dimension)")
        let cosines = images.products(with: vectors)  // [N, labels]
        let neutral = self.neutral.map { images.products(with: $0.vectors) } ?? []  // [N, prompts]
        let neutralCount = self.neutral?.vectors.rows ?? 0
        return (0..<images.rows).map { row in
            let own = Array(cosines[row * labels.count..<(row + 1) * labels.count])
            let scores = self.scores(own, neutral: neutral[row * neutralCount..<(row + 1) * neutralCount])
            let order = labels.indices.sorted { left, right in
                own[left] == own[right] ? left < right : own[left] > own[right]
            }
            return order.prefix(count ?? labels.count).map { index in
                Prediction(label: labels[index], score: scores?[index], cosine: own[index])
            }
        }
    }

    /// One picture's scores for all labels; nil when one label stands alone.
    private func scores(_ cosines: [Float], neutral: ArraySlice<Float>) -> [Float]? {
        if !neutral.isEmpty {
            let others = neutral.map { $0 * logitScale }
            return cosines.map { softmax(([$0 * logitScale] + others)[...])[0] }
        }
        return labels.count > 1 ? softmax(cosines.map { $0 * logitScale }[...]) : nil
    }
}
