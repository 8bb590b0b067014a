public import CLIP

/// Context vectors that were learned, and what they make of the classes.
public struct LearnedContext: Sendable {
    /// The vectors, `[M, D]`, in the order in which they stand before the class's name.
    public let vectors: EmbeddingMatrix
    /// One unit vector for each class, `[C, E]`.
    public let classVectors: EmbeddingMatrix
    /// The loss of each step, in the steps' order.
    public let losses: [Double]
    /// The mean loss of each epoch.
    public let epochLosses: [Double]
    /// The part of the validation examples that each epoch's vectors recognise; empty without validation.
    public let validation: [Double]
    /// The epoch whose vectors these are, counted from 1; 0 where no epoch's did better on the validation examples than
    /// what was begun with.
    public let epoch: Int
    /// Seconds that a step took, in the median.
    public let secondsPerStep: Double
}

/// A token of the vocabulary beside a learned vector.
public struct NearToken: Sendable, Hashable {
    /// The token as text.
    public let text: String
    /// Its id.
    public let id: Int32
    /// The Euclidean distance of the two vectors.
    public let distance: Double
}
