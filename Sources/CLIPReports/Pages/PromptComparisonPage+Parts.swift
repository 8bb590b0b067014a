extension PromptComparisonPage {
    func addSets(to parts: inout PageParts) {
        let hasSingles = sets.contains { !$0.singles.isEmpty }
        let figure = IntervalChart(
            name: "sets", title: "Accuracy by set", partTitle: hasSingles ? "one template alone" : nil,
            rows: sets.map { set in
                .init(
                    name: set.name, value: set.accuracy, interval: set.accuracyInterval,
                    parts: set.singles.map(\.accuracy))
            }
        ).figure()
        parts.figures.append(figure)
        parts.sections.append(
            PageSection(
                id: "sets", title: "The sets side by side",
                lead:
                    "All sets answered for the same \(ShownNumber.count(count, "picture")). Changes are against "
                    + "\(sets[0].name), with McNemar’s test, adjusted for the number of sets (Holm).",
                content: [
                    .element(
                        "div", ["class": "figures single"], [figure.captioned("Lines are 95 % intervals.")]),
                    table.markup,
                ]))
    }

    private var table: DataTable {
        let best = sets.map(\.accuracy).max()
        return DataTable(
            title: "Accuracy by set",
            columns: [
                .init(title: "Set"), .init(title: "Names", isExtra: true),
                .init(title: "Right", kind: .number),
                .init(title: "95 % interval", kind: .number, isExtra: true),
                .init(title: "Mean recall", kind: .number, isExtra: true),
                .init(title: "Change", kind: .number),
                .init(title: "95 % interval", kind: .number, isExtra: true),
                .init(title: "Won", kind: .number), .init(title: "Lost", kind: .number),
                .init(title: "p", kind: .number),
            ],
            rows: sets.map { set in
                let change = set.difference
                let range = change?.interval.map {
                    "\(ShownNumber.points($0.lowerBound)) to \(ShownNumber.points($0.upperBound))"
                }
                return [
                    .text(set.name), .text(set.naming ?? "own prompts"),
                    .number(
                        set.accuracy, ShownNumber.percent(set.accuracy),
                        style: set.accuracy == best ? "best" : nil),
                    .number(set.accuracyInterval?.lowerBound, ShownNumber.percent(set.accuracyInterval)),
                    .number(set.meanRecall, ShownNumber.percent(set.meanRecall)),
                    .number(
                        change?.change, ShownNumber.points(change?.change), style: Self.way(change?.change)),
                    .number(change?.interval?.lowerBound, range ?? "–"),
                    .number(
                        change.map { Double($0.gained) }, change.map { ShownNumber.grouped($0.gained) } ?? "–"
                    ),
                    .number(
                        change.map { Double($0.lost) }, change.map { ShownNumber.grouped($0.lost) } ?? "–"),
                    .number(change?.significance, ShownNumber.significance(change?.significance)),
                ]
            })
    }

    private static func way(_ change: Double?) -> String? {
        change.flatMap { $0 > 0 ? "gain" : $0 < 0 ? "loss" : nil }
    }

    func addChanges(to parts: inout PageParts) {
        let first = sets[0]
        let figures = sets.enumerated().dropFirst().map { index, set in
            DumbbellChart(
                name: "changes-\(index)", title: "\(set.name) against \(first.name)", beforeTitle: first.name,
                afterTitle: set.name,
                rows: classes.indices.compactMap { place in
                    guard let before = first.recalls[place], let after = set.recalls[place] else {
                        return nil
                    }
                    return .init(name: classes[place].name, before: before, after: after)
                }
            ).figure(limit: 10)
        }
        guard !figures.isEmpty else { return }
        parts.figures += figures
        parts.sections.append(
            PageSection(
                id: "changes", title: "Which classes gain and lose",
                lead: "The classes that moved most against \(first.name), gains first.",
                content: [
                    .element("div", ["class": "figures"], figures.map { $0.captioned($0.summary) })
                ]))
    }

    func addClasses(to parts: inout PageParts) {
        guard !classes.isEmpty else { return }
        let table = DataTable(
            title: "Right predictions by class and set, in per cent",
            columns: [.init(title: "Class"), .init(title: "Pictures", kind: .number)]
                + sets.map { .init(title: $0.name, kind: .number) },
            rows: classes.indices.map { place in
                let values = sets.compactMap { $0.recalls[place] }
                let differ = (values.max() ?? 0) > (values.min() ?? 0)
                return [.text(classes[place].name), .count(classes[place].count)]
                    + sets.map { set in
                        let value = set.recalls[place]
                        return .number(
                            value, ShownNumber.fixed(value.map { $0 * 100 }, 1),
                            style: differ && value == values.max() ? "best" : nil)
                    }
            })
        parts.sections.append(
            PageSection(
                id: "classes", title: "Class by class",
                lead:
                    "The share of each class’s pictures that each set recognises, in per cent; the best of a row is bold.",
                content: [table.markup]))
    }

    func addSingles(to parts: inout PageParts) {
        let rows = sets.flatMap { set in set.singles.map { (set: set, single: $0) } }
        guard !rows.isEmpty else { return }
        let sorted = rows.enumerated().sorted {
            ($1.element.single.accuracy, $0.offset) < ($0.element.single.accuracy, $1.offset)
        }.map(\.element)
        let table = DataTable(
            title: "Accuracy of single templates",
            columns: [
                .init(title: "Template"), .init(title: "Set"), .init(title: "Right", kind: .number),
                .init(title: "Beside its set", kind: .number),
            ],
            rows: sorted.map { row in
                [
                    .text(row.single.template), .text(row.set.name),
                    .number(row.single.accuracy, ShownNumber.percent(row.single.accuracy)),
                    .number(
                        row.single.accuracy - row.set.accuracy,
                        ShownNumber.points(row.single.accuracy - row.set.accuracy)),
                ]
            }, sorted: (2, true))
        parts.sections.append(
            PageSection(
                id: "singles", title: "Single templates",
                lead:
                    "What each template does alone, and how far that is from its set’s ensemble, in points.",
                content: [table.markup]))
    }
}
