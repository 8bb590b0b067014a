/// Two evaluations of the same pictures: which flipped, whether that is chance, and which classes moved.
public struct BaselineSection: Sendable, Hashable {
    /// What the earlier result is called.
    public var baseline: String
    /// Its accuracy, from 0 to 1.
    public var before: Double
    /// The accuracy now.
    public var after: Double
    /// Pictures that only the earlier one got right.
    public var lost: Int
    /// Pictures that only this one got right.
    public var won: Int
    /// Pictures that both were asked about.
    public var count: Int
    /// McNemar's test: how probable so uneven a flip is by chance.
    public var significance: Double?
    /// Both recalls by class.
    public var classes: DumbbellChart

    /// Compares two results of the same pictures.
    public init(
        baseline: String, before: Double, after: Double, lost: Int, won: Int, count: Int,
        significance: Double?,
        classes: DumbbellChart
    ) {
        self.baseline = baseline
        self.before = before
        self.after = after
        self.lost = lost
        self.won = won
        self.count = count
        self.significance = significance
        self.classes = classes
    }

    func add(to parts: inout PageParts) {
        let figure = classes.figure()
        parts.figures.append(figure)
        let pictures = "n = \(ShownNumber.grouped(count)) pictures"
        let numbers = Headline.row([
            Headline(name: "Right before", value: ShownNumber.percent(before), baseline),
            Headline(
                name: "Right now", value: ShownNumber.percent(after),
                "\(ShownNumber.points(after - before)) points", pictures),
            Headline(name: "Pictures won", value: ShownNumber.grouped(won), "wrong before, right now"),
            Headline(name: "Pictures lost", value: ShownNumber.grouped(lost), "right before, wrong now"),
            Headline(
                name: "Probability of chance", value: ShownNumber.significance(significance), "McNemar’s test"
            ),
        ])
        parts.sections.append(
            PageSection(
                id: "baseline", title: "Beside the earlier result",
                lead: "Both results on the same pictures; the classes that moved most.",
                content: [
                    numbers,
                    .element("div", ["class": "figures single"], [figure.captioned(figure.summary)]),
                ]))
    }
}
