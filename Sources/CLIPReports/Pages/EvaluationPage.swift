/// What a zero-shot classifier, or a head, makes of a labelled dataset: numbers, confusions, calibration, mistakes and
/// doubtful labels. Parts without values are left out.
public struct EvaluationPage: Sendable {
    /// What it is about, in plain words.
    public var title: String
    /// What came out, in a sentence or two.
    public var summary: String
    /// Numbers with intervals and what they were computed from.
    public var headlines: [Headline] = []
    /// Given and predicted classes.
    public var confusion: ConfusionCounts?
    /// Pairs of classes, most confused first.
    public var pairs: [ConfusedPair] = []
    /// How sure and how right.
    public var calibration: ReliabilityDiagram?
    /// The same of the pictures that a fitted temperature is judged by, without it.
    public var judgedCalibration: ReliabilityDiagram?
    /// The same with the temperature.
    public var fittedCalibration: ReliabilityDiagram?
    /// Confidence of right and wrong predictions.
    public var confidences: Histogram?
    /// Further histograms, such as ranks in retrieval.
    public var histograms: [Histogram] = []
    /// Classes in the data's order.
    public var classes: [ClassScore] = []
    /// Some pictures as they come.
    public var samples: [PictureCard] = []
    /// Wrong predictions, the surest first.
    public var mistakes: [PictureCard] = []
    /// Labels that may be wrong.
    public var labels: LabelSection?
    /// How results change with what was before.
    public var comparison: BaselineSection?
    /// How results hold up under corruption.
    public var robustness: RobustnessSection?
    /// What was run.
    public var facts: [Fact] = []
    /// What else a reader must know, such as pictures that could not be read.
    public var notes: [String] = []
    /// What made the page.
    public var footer: String

    /// A page without any part yet.
    public init(title: String, summary: String, footer: String) {
        self.title = title
        self.summary = summary
        self.footer = footer
    }

    /// The page and its figures as files.
    public func files() -> [ReportFile] {
        var parts = PageParts()
        addNumbers(to: &parts)
        addConfusion(to: &parts)
        addClasses(to: &parts)
        addCalibration(to: &parts)
        addPictures(to: &parts)
        if let labels { parts.sections.append(labels.section) }
        comparison?.add(to: &parts)
        robustness?.add(to: &parts)
        parts.addFacts(facts, notes)
        let page = HTMLPage(title: title, intro: summary, sections: parts.sections, footer: footer)
        return ReportFile.files(page, parts.figures)
    }
}

/// Sections and figures as they are added to a page.
struct PageParts {
    var sections: [PageSection] = []
    var figures: [SVGFigure] = []

    /// What was run and what else there is to know: the last part of each page.
    mutating func addFacts(_ facts: [Fact], _ notes: [String]) {
        guard !facts.isEmpty || !notes.isEmpty else { return }
        sections.append(
            PageSection(
                id: "run", title: "What was run",
                lead: "The same command on the same files gives the same page.",
                content: notes.map { .element("p", [:], $0) } + [Fact.list(facts)]))
    }
}
