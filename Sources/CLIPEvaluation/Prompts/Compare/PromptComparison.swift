/// Sets of prompts side by side on the same pictures: a plain value, from which tables and pages are made.
public struct PromptComparison: Sendable, Hashable {
    /// The classes as the data has them.
    public let classes: [String]
    /// Each picture, see `Sample.id`.
    public let ids: [String]
    /// The class of each picture.
    public let given: [Int]
    /// Pictures without a label, which count nowhere.
    public let unlabelled: Int
    /// What intervals were drawn with.
    public let resamples: Int
    /// The seed of those draws.
    public let seed: UInt32
    /// The sets in the order given; the others are compared with the first.
    public let sets: [SetResult]

    /// Pictures, n.
    public var count: Int { ids.count }

    /// How one set did.
    public struct SetResult: Sendable, Hashable {
        /// The set's name.
        public let name: String
        /// Its templates; empty where classes have prompts of their own.
        public let templates: [String]
        /// How classes are called in it; nil where classes have prompts of their own.
        public let naming: String?
        /// The part of the pictures that it recognises, with the bootstrap's interval.
        public let accuracy: Estimate
        /// The mean over classes of the part that it recognises, with the bootstrap's interval.
        public let meanPerClassRecall: Estimate
        /// The class that each picture is taken for.
        public let predicted: [Int]
        /// Each class, in the classes' order.
        public let classes: [ClassResult]
        /// What its templates do alone, in their order; empty where it has fewer than two.
        public let singles: [SingleTemplate]
        /// Against the first set; nil for the first set itself.
        public let difference: Difference?
    }

    /// One class by one set.
    public struct ClassResult: Sendable, Hashable {
        /// The class's pictures.
        public let support: Int
        /// Those that the set recognises.
        public let right: Int
        /// Those that it recognises and the first set does not.
        public let gained: Int
        /// Those that the first set recognises and it does not.
        public let lost: Int
    }

    /// One template of a set, alone.
    public struct SingleTemplate: Sendable, Hashable {
        /// The template.
        public let template: String
        /// Pictures that it recognises.
        public let right: Int
        /// The part of the pictures.
        public let accuracy: Double
    }

    /// What a set changes against the first.
    public struct Difference: Sendable, Hashable {
        /// The change of accuracy, with its paired interval: both sets on the same drawn pictures.
        public let accuracy: Estimate
        /// Pictures gained and lost, and whether that is more than chance.
        public let test: McNemar
        /// The test's p, made larger for the number of sets that are compared with the first (Holm 1979).
        public let adjustedP: Double
    }
}

extension PromptComparison.SetResult {
    /// The worst, the middle and the best of the single templates by accuracy, equal ones in their order; nil where
    /// there are fewer than two. With an even number the middle is the lower of two.
    public var spread: (worst: SingleTemplate, median: SingleTemplate, best: SingleTemplate)? {
        guard singles.count > 1 else { return nil }
        let sorted = singles.enumerated().sorted {
            ($0.element.right, $0.offset) < ($1.element.right, $1.offset)
        }
        .map(\.element)
        let best = singles.first { $0.right == sorted[sorted.count - 1].right } ?? sorted[sorted.count - 1]
        return (sorted[0], sorted[(sorted.count - 1) / 2], best)
    }

    /// A template with its accuracy.
    public typealias SingleTemplate = PromptComparison.SingleTemplate

    /// Templates that recognise more than all of them together.
    public var betterAlone: Int {
        let right = classes.reduce(0) { $0 + $1.right }
        return singles.count { $0.right > right }
    }
}
