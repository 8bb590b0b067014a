/// Sets of prompts side by side on the same pictures.
public struct PromptComparisonPage: Sendable {
    /// How one set did.
    public struct PromptSet: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// How classes are called in it; nil where classes have prompts of their own.
        public var naming: String?
        /// Its templates alone; empty where there are fewer than two.
        public var singles: [Single] = []
        /// The share of pictures that it recognises, with its 95 % interval.
        public var accuracy: Double, accuracyInterval: ClosedRange<Double>?
        /// The mean over classes of that share, with its 95 % interval.
        public var meanRecall: Double, meanRecallInterval: ClosedRange<Double>?
        /// The share by class, in the page's order of classes; nil where a class has no pictures.
        public var recalls: [Double?]
        /// Against the first set; nil for that one.
        public var difference: Difference?

        /// Describes one set.
        public init(
            name: String, naming: String?, accuracy: Double, _ accuracyInterval: ClosedRange<Double>?,
            meanRecall: Double, _ meanRecallInterval: ClosedRange<Double>?, recalls: [Double?]
        ) {
            self.name = name
            self.naming = naming
            self.accuracy = accuracy
            self.accuracyInterval = accuracyInterval
            self.meanRecall = meanRecall
            self.meanRecallInterval = meanRecallInterval
            self.recalls = recalls
        }
    }

    /// One template alone.
    public struct Single: Sendable, Hashable {
        /// The template.
        public var template: String
        /// The share of pictures that it recognises.
        public var accuracy: Double

        /// Describes one template.
        public init(template: String, accuracy: Double) {
            self.template = template
            self.accuracy = accuracy
        }
    }

    /// What a set changes against the first.
    public struct Difference: Sendable, Hashable {
        /// The change of accuracy, with its paired 95 % interval.
        public var change: Double, interval: ClosedRange<Double>?
        /// Pictures that only this set recognises, and that only the first does.
        public var gained: Int, lost: Int
        /// McNemar's p, adjusted for the number of sets.
        public var significance: Double

        /// Describes a change.
        public init(
            change: Double, _ interval: ClosedRange<Double>?, gained: Int, lost: Int, significance: Double
        ) {
            self.change = change
            self.interval = interval
            self.gained = gained
            self.lost = lost
            self.significance = significance
        }
    }

    /// The dataset's name.
    public var dataset: String
    /// Pictures that each set was asked about.
    public var count: Int
    /// The classes' names and pictures.
    public var classes: [(name: String, count: Int)]
    /// The sets; the others are compared with the first.
    public var sets: [PromptSet]
    /// What was run.
    public var facts: [Fact]
    /// What else a reader must know.
    public var notes: [String]
    /// What made the page.
    public var footer: String

    /// Compares sets, at least one, on the same pictures.
    public init(
        dataset: String, count: Int, classes: [(name: String, count: Int)], sets: [PromptSet], facts: [Fact],
        notes: [String] = [], footer: String
    ) {
        precondition(!sets.isEmpty, "no set to show")
        precondition(sets.allSatisfy { $0.recalls.count == classes.count }, "recalls of other classes")
        self.dataset = dataset
        self.count = count
        self.classes = classes
        self.sets = sets
        self.facts = facts
        self.notes = notes
        self.footer = footer
    }

    /// The page and its figures as files.
    public func files() -> [ReportFile] {
        var parts = PageParts()
        addSets(to: &parts)
        addChanges(to: &parts)
        addClasses(to: &parts)
        addSingles(to: &parts)
        parts.addFacts(facts, notes)
        let page = HTMLPage(
            title: "Which prompts suit \(dataset)", intro: summary, sections: parts.sections, footer: footer)
        return ReportFile.files(page, parts.figures)
    }

    private var summary: String {
        let best = sets.indices.max { (sets[$0].accuracy, $1) < (sets[$1].accuracy, $0) } ?? 0
        let won =
            "Of \(ShownNumber.count(sets.count, "set")) of prompts, \(sets[best].name) recognises most: "
            + "\(ShownNumber.percent(sets[best].accuracy)) of \(ShownNumber.count(count, "picture"))."
        guard let difference = sets[best].difference else { return won }
        let isClear = difference.significance < 0.05
        return won + " That is \(ShownNumber.points(difference.change)) points against \(sets[0].name), "
            + (isClear ? "more than chance explains" : "which may be chance")
            + " (\(ShownNumber.significanceWithName(difference.significance)))."
    }
}
