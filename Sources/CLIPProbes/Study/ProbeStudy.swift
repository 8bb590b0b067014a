public import CLIP

/// What heads came to on one dataset, by how many examples they learned from: all that tables, files and plots need.
public struct ProbeStudy: Sendable {
    /// The dataset's name.
    public var dataset: String
    /// The model's name.
    public var model: String
    /// What the heads took of each picture.
    public var features: PictureFeatures
    /// The classes' names, as the data has them.
    public var classes: [String]
    /// How examples were parted, in words.
    public var division: String
    /// Examples that heads could learn from, that settings were chosen by, and that are judged.
    public var trainingCount: Int, validationCount: Int, testCount: Int
    /// The text classifier on the test examples: the curves' point at 0; nil for a model without a text tower, and for
    /// features that words do not share.
    public var zeroShot: ProbeScores?
    /// One for each head.
    public var curves: [ProbeCurve]
    /// What its reader should know, one sentence each.
    public var notes: [String]

    /// Puts a study together.
    public init(
        dataset: String, model: String, features: PictureFeatures, classes: [String], division: String,
        counts: (training: Int, validation: Int, test: Int), zeroShot: ProbeScores?, curves: [ProbeCurve],
        notes: [String]
    ) {
        (self.dataset, self.model, self.features) = (dataset, model, features)
        (self.classes, self.division) = (classes, division)
        (trainingCount, validationCount, testCount) = counts
        (self.zeroShot, self.curves, self.notes) = (zeroShot, curves, notes)
    }
}

extension ProbeStudy {
    /// How far the top-1 accuracies of some runs are above that of the text classifier on the same examples, on average;
    /// below 0 where learning did harm. Nil without a text classifier.
    /// - Parameter runs: at least one.
    public func gain(of runs: [ProbeRun]) -> Double? {
        guard let zeroShot else { return nil }
        // Whole examples are counted: what is equal gives 0.
        let more = runs.reduce(0) { $0 + $1.scores.right - zeroShot.right }
        return Double(more) / Double(max(1, zeroShot.count * runs.count))
    }
}

/// One head, by how many examples it learned from.
public struct ProbeCurve: Sendable {
    /// ``HeadMethod/name``
    public let head: String
    /// By shots, ascending, all of them last.
    public let points: [ProbePoint]

    /// Puts a curve together.
    public init(head: String, points: [ProbePoint]) { (self.head, self.points) = (head, points) }
}

/// One head with so many examples, with several seeds.
public struct ProbePoint: Sendable {
    /// Examples of each class; nil for all there are.
    public let shots: Int?
    /// With one seed each; a head that draws nothing has one run on all examples.
    public let runs: [ProbeRun]

    /// Puts a point together; at least one run.
    public init(shots: Int?, runs: [ProbeRun]) { (self.shots, self.runs) = (shots, runs) }

    /// The runs' top-1 accuracies, summed up.
    public var acc1: ProbeSpread { ProbeSpread(runs.map(\.scores.acc1)) }
    /// The runs' top-5 accuracies, summed up.
    public var acc5: ProbeSpread { ProbeSpread(runs.map(\.scores.acc5)) }
    /// The runs' mean recalls per class, summed up.
    public var meanPerClassRecall: ProbeSpread { ProbeSpread(runs.map(\.scores.meanPerClassRecall)) }
}

/// One head, fitted once.
public struct ProbeRun: Sendable {
    /// What was drawn, decided by this.
    public let seed: UInt32
    /// On the test examples.
    public let scores: ProbeScores
    /// What was chosen for the head.
    public let settings: [HeadSetting]
    /// Which examples it learned from: places among those to learn from.
    public let training: [Int]
    /// Which examples its settings were chosen by: places among those to choose by.
    public let validation: [Int]
    /// What its user should know; nil if nothing.
    public let note: String?

    /// Puts a run together.
    public init(
        seed: UInt32, scores: ProbeScores, settings: [HeadSetting], training: [Int], validation: [Int],
        note: String?
    ) {
        (self.seed, self.scores, self.settings) = (seed, scores, settings)
        (self.training, self.validation, self.note) = (training, validation, note)
    }
}
