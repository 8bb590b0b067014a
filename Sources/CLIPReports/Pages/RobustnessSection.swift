/// How accuracy holds up when the pictures are spoilt, by kind of corruption and severity.
public struct RobustnessSection: Sendable, Hashable {
    /// One kind of corruption.
    public struct Corruption: Sendable, Hashable {
        /// Its name, such as `gaussian noise`.
        public var name: String
        /// Accuracy at each severity, each with its 95 % interval; the place is the severity's index.
        public var points: [CurveChart.Point]

        /// Describes one kind.
        public init(name: String, points: [CurveChart.Point]) {
            self.name = name
            self.points = points
        }

        /// The mean accuracy over severities; nil where none was run.
        var mean: Double? {
            points.isEmpty ? nil : points.reduce(0) { $0 + $1.value } / Double(points.count)
        }
    }

    /// Accuracy on the pictures as they are, from 0 to 1.
    public var clean: Double
    /// Pictures that each number was computed from.
    public var count: Int
    /// The severities that were run, as they are shown.
    public var severities: [String]
    /// The corruptions.
    public var corruptions: [Corruption]

    /// Accuracies by corruption and severity.
    public init(clean: Double, count: Int, severities: [String], corruptions: [Corruption]) {
        self.clean = clean
        self.count = count
        self.severities = severities
        self.corruptions = corruptions
    }

    func add(to parts: inout PageParts) {
        guard !corruptions.isEmpty else { return }
        // Seven curves to a figure: more cannot be told apart.
        let ranked = corruptions.sorted { ($0.mean ?? 0, $1.name) > ($1.mean ?? 0, $0.name) }
        let groups = stride(from: 0, to: ranked.count, by: 6).map {
            Array(ranked[$0..<min($0 + 6, ranked.count)])
        }
        let figures = groups.enumerated().map { index, group in
            var chart = CurveChart(
                name: groups.count == 1 ? "robustness" : "robustness-\(index + 1)",
                title: groups.count == 1
                    ? "Accuracy by severity"
                    : ["Least harmful", "In between", "Most harmful"][
                        min(groups.count == 2 ? index * 2 : index, 2)],
                places: severities, placeTitle: "severity", valueTitle: "right, %",
                series: group.map { CurveChart.Series(name: $0.name, points: $0.points) })
            chart.reference = (name: "as they are", value: clean)
            return chart.figure()
        }
        parts.figures += figures
        let means = corruptions.compactMap(\.mean)
        let mean = means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
        parts.sections.append(
            PageSection(
                id: "robustness", title: "When pictures are spoilt",
                lead:
                    "Accuracy on the same pictures with noise, blur, weather and compression added; relative "
                    + "robustness is what is left of the accuracy on the pictures as they are.",
                content: [
                    Headline.row([
                        Headline(name: "As they are", share: clean, of: count, "pictures"),
                        Headline(name: "Spoilt, mean", share: mean, of: count, "pictures each"),
                        Headline(
                            name: "Relative robustness",
                            value: ShownNumber.percent(mean.flatMap { clean > 0 ? $0 / clean : nil }),
                            "mean over \(ShownNumber.count(corruptions.count, "corruption"))"),
                    ]), table(ranked).markup,
                    .element(
                        "div", ["class": "figures"],
                        figures.map { $0.captioned("Lines at each value are 95 % intervals.") }
                    ),
                ]))
    }

    private func table(_ ranked: [Corruption]) -> DataTable {
        DataTable(
            title: "Accuracy by corruption and severity, in per cent",
            columns: [.init(title: "Corruption")] + severities.map { .init(title: $0, kind: .number) }
                + [.init(title: "Mean", kind: .number), .init(title: "Relative", kind: .number)],
            rows: ranked.map { corruption in
                let cells = severities.indices.map { place in
                    let value = corruption.points.first { $0.place == place }?.value
                    return DataTable.Cell.number(value, ShownNumber.fixed(value.map { $0 * 100 }, 1))
                }
                let relative = corruption.mean.flatMap { clean > 0 ? $0 / clean : nil }
                return [.text(corruption.name)] + cells + [
                    .number(corruption.mean, ShownNumber.fixed(corruption.mean.map { $0 * 100 }, 1)),
                    .number(relative, ShownNumber.percent(relative, 0)),
                ]
            }, sorted: (severities.count + 1, true))
    }
}
