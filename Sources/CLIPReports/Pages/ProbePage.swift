/// What heads on frozen features reach with a few shots, beside zero shots.
public struct ProbePage: Sendable {
    /// The dataset's name.
    public var dataset: String
    /// What came out, in a sentence or two.
    public var summary: String
    /// Numbers with intervals and what they were computed from.
    public var headlines: [Headline]
    /// A curve for each head over numbers of shots.
    public var curves: CurveChart
    /// What the heads' hyperparameters came to and such, by head: rows of the second table.
    public var settings: [Fact]
    /// What was run.
    public var facts: [Fact]
    /// What else a reader must know.
    public var notes: [String]
    /// What made the page.
    public var footer: String

    /// A page of some heads' curves.
    public init(
        dataset: String, summary: String, headlines: [Headline] = [], curves: CurveChart,
        settings: [Fact] = [],
        facts: [Fact], notes: [String] = [], footer: String
    ) {
        self.dataset = dataset
        self.summary = summary
        self.headlines = headlines
        self.curves = curves
        self.settings = settings
        self.facts = facts
        self.notes = notes
        self.footer = footer
    }

    /// The page and its figures as files.
    public func files() -> [ReportFile] {
        var parts = PageParts()
        if !headlines.isEmpty {
            parts.sections.append(
                PageSection(
                    id: "numbers", title: "In numbers",
                    lead: "Each number with its 95 % interval and what it was computed from.",
                    content: [Headline.row(headlines)]))
        }
        let figure = curves.figure()
        parts.figures.append(figure)
        parts.sections.append(
            PageSection(
                id: "curves", title: "Accuracy by number of shots",
                lead:
                    "Heads are trained on so many labelled pictures of each class and judged on pictures that no head "
                    + "saw. Lines at each value are 95 % intervals.",
                content: [
                    .element("div", ["class": "figures single"], [figure.captioned("Means over seeds.")]),
                    table.markup,
                ]))
        if !settings.isEmpty {
            parts.sections.append(
                PageSection(
                    id: "settings", title: "What the heads came to",
                    lead: "Hyperparameters, chosen on validation pictures.", content: [Fact.list(settings)]))
        }
        parts.addFacts(facts, notes)
        let page = HTMLPage(
            title: "What a few labelled pictures of \(dataset) are worth", intro: summary,
            sections: parts.sections,
            footer: footer)
        return ReportFile.files(page, parts.figures)
    }

    private var table: DataTable {
        let places = curves.places.indices
        let best = places.map { place in curves.series.compactMap { $0.value(at: place)?.value }.max() }
        return DataTable(
            title: "Accuracy by head and number of shots, in per cent with 95 % intervals",
            columns: [.init(title: "Head")] + curves.places.map { .init(title: $0, kind: .number) },
            rows: curves.series.map { series in
                [.text(series.name)]
                    + places.map { place in
                        guard let point = series.value(at: place) else { return .number(nil, "–") }
                        let range = point.interval.map {
                            Markup.element(
                                "div", ["class": "quiet small"],
                                "\(ShownNumber.fixed($0.lowerBound * 100, 1))–\(ShownNumber.fixed($0.upperBound * 100, 1))"
                            )
                        }
                        return DataTable.Cell(
                            content: .joined(
                                [.text(ShownNumber.fixed(point.value * 100, 1)), range].compactMap(\.self)),
                            key: "\(point.value)", style: point.value == best[place] ? "best" : nil)
                    }
            })
    }
}

extension CurveChart.Series {
    /// The value at a place.
    func value(at place: Int) -> CurveChart.Point? { points.first { $0.place == place } }
}
