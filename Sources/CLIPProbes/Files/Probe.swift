public import CLIP

/// A head with all that is needed to use it on pictures.
public struct Probe: Sendable {
    /// What gives classes their numbers.
    public let head: any ProbeHead
    /// The classes' names, as the data has them.
    public let classes: [String]
    /// What the head takes of a picture.
    public let features: PictureFeatures
    /// How it was made: ``HeadMethod/name``.
    public let method: String
    /// The dataset that it learned from.
    public let dataset: String
    /// Examples of each class; nil for all there were.
    public let shots: Int?
    /// The seed of what was drawn.
    public let seed: UInt32

    /// Puts a probe together.
    public init(
        head: any ProbeHead, classes: [String], features: PictureFeatures, method: String, dataset: String,
        shots: Int?, seed: UInt32
    ) {
        precondition(head.classes == classes.count, "\(classes.count) names for \(head.classes) classes")
        (self.head, self.classes, self.features) = (head, classes, features)
        (self.method, self.dataset, self.shots, self.seed) = (method, dataset, shots, seed)
    }
}
