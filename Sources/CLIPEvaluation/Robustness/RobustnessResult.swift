/// What is left of a classifier's accuracy when its pictures go bad.
///
/// Accuracies are plain top-1 accuracies on the same pictures with the same labels; relative ones are parts of the
/// accuracy on the clean pictures. ImageNet-C's *mean corruption error* divides by the errors of AlexNet on each
/// corruption of ImageNet, which do not exist for other data, so it is not among the numbers.
public struct RobustnessResult: Sendable, Hashable {
    /// One corruption at one severity.
    public struct Cell: Sendable, Hashable {
        /// 1, mild, to 5, severe.
        public let severity: Int
        /// Pictures whose class was found, of ``RobustnessResult/count``.
        public let right: Int
        /// The part of them, with Wilson's interval.
        public let accuracy: Estimate
        /// The accuracy divided by the clean one; nil where that is 0.
        public let relative: Double?
    }

    /// One corruption, or the mean over several.
    public struct Row: Sendable, Hashable {
        /// The corruption's name, such as `gaussian_noise`, or that of a group of them.
        public let name: String
        /// The group: `noise`, `blur`, `weather`, `digital` or `shape`.
        public let group: String
        /// Severities, mildest first; one for what has one strength; empty for a group.
        public let cells: [Cell]
        /// The mean accuracy over severities; of a group, the mean over its corruptions. Intervals are drawn over
        /// pictures, because all cells are of the same ones.
        public let mean: Estimate
        /// The mean divided by the clean accuracy; nil where that is 0.
        public let relative: Estimate?
    }

    /// Pictures that every number is of.
    public let count: Int
    /// Accuracy on the pictures as they are.
    public let clean: Estimate
    /// The severities that were asked for, mildest first.
    public let severities: [Int]
    /// One row per corruption.
    public let rows: [Row]
    /// The means over the groups with several corruptions, and over all that were published (`common`).
    public let groups: [Row]
    /// Seed of what the corruptions drew.
    public let seed: UInt64
}
