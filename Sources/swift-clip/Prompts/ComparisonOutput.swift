import CLIP
import CLIPEvaluation

/// Sets of prompts side by side, for people or as JSON.
struct ComparisonOutput {
    let console: Console
    let comparison: PromptComparison
    /// Classes that are shown of each set, those that change most.
    private static let mostClasses = 12
    /// Below this p a change is more than chance.
    static let level = 0.05

    // MARK: Tables

    /// - Parameter names: the sets whose changes by class are shown; nil for all.
    func writeTables(classesOf names: Set<String>? = nil) throws(CommandFailure) {
        let drawn =
            comparison.resamples > 0
            ? "; 95 % intervals by \(DisplayNumber.grouped(comparison.resamples)) bootstrap draws" : ""
        let passed = comparison.unlabelled > 0 ? ", \(comparison.unlabelled) without a label passed over" : ""
        try console.result(
            "\(DisplayNumber.count(comparison.count, "picture")) of \(comparison.classes.count) classes\(passed)\(drawn)\n\n"
        )
        try writeSets()
        try writeSpreads()
        for set in comparison.sets.dropFirst() where names?.contains(set.name) ?? true {
            try writeClasses(set)
        }
    }

    private func writeSets() throws(CommandFailure) {
        let compares = comparison.sets.count > 1
        var titles: [Table.Column] = [
            .init(title: "set", shortens: true), .init(title: "templates", alignsRight: true),
            .init(title: "accuracy", alignsRight: true), .init(title: "mean over classes", alignsRight: true),
        ]
        if compares {
            titles += [
                .init(title: "change", alignsRight: true), .init(title: "gained", alignsRight: true),
                .init(title: "lost", alignsRight: true),
                .init(title: comparison.sets.count > 2 ? "p (Holm)" : "p", alignsRight: true),
                .init(title: "against \(comparison.sets[0].name)"),
            ]
        }
        var table = Table(titles, styled: console.stylesResults)
        for set in comparison.sets {
            var row = [
                set.name, set.templates.isEmpty ? "own" : "\(set.templates.count)",
                Self.percent(set.accuracy), Self.percent(set.meanPerClassRecall),
            ]
            if compares {
                row +=
                    set.difference.map { difference in
                        [
                            Self.change(difference.accuracy), "\(difference.test.onlySecond)",
                            "\(difference.test.onlyFirst)", Self.probability(difference.adjustedP),
                            Self.verdict(difference),
                        ]
                    } ?? ["", "", "", "", ""]
            }
            try console.result(table.add(row))
        }
        try console.result(table.settle())
    }

    private func writeSpreads() throws(CommandFailure) {
        let spread = comparison.sets.filter { $0.spread != nil }
        guard !spread.isEmpty else { return }
        try console.result("\nSingle templates:\n")
        var table = Table(
            [
                .init(title: "set", shortens: true), .init(title: "", alignsRight: false),
                .init(title: "accuracy", alignsRight: true), .init(title: "template", shortens: true),
            ], styled: console.stylesResults)
        for set in spread {
            guard let spread = set.spread else { continue }
            let rows = [("best", spread.best), ("median", spread.median), ("worst", spread.worst)]
            for (place, row) in rows.enumerated() {
                try console.result(
                    table.add([
                        place == 0 ? set.name : "", row.0,
                        DisplayNumber.percent(Float(row.1.accuracy)), row.1.template,
                    ]))
            }
        }
        try console.result(table.settle())
        for set in spread where set.betterAlone > 0 {
            try console.result(
                "\(set.betterAlone) of the \(set.singles.count) templates of \(DisplayText.safe(set.name)) "
                    + "\(set.betterAlone == 1 ? "does" : "do") better alone on these pictures than all together\n"
            )
        }
    }

    private func writeClasses(_ set: PromptComparison.SetResult) throws(CommandFailure) {
        let changed = set.classes.indices.filter { set.classes[$0].gained + set.classes[$0].lost > 0 }
            .sorted { left, right in
                let (a, b) = (set.classes[left], set.classes[right])
                let (up, down) = (abs(a.gained - a.lost), abs(b.gained - b.lost))
                return up == down ? left < right : up > down
            }
        guard !changed.isEmpty else { return }
        try console.result(
            "\nClasses with \(DisplayText.safe(set.name)), against \(DisplayText.safe(comparison.sets[0].name)):\n"
        )
        var table = Table(
            [.init(title: "class", shortens: true)]
                + ["pictures", "before", "now", "gained", "lost"].map { .init(title: $0, alignsRight: true) },
            styled: console.stylesResults)
        for label in changed.prefix(Self.mostClasses) {
            let row = set.classes[label]
            let before = comparison.sets[0].classes[label].right
            try console.result(
                table.add([
                    comparison.classes[label], "\(row.support)",
                    DisplayNumber.percent(Float(before) / Float(row.support)),
                    DisplayNumber.percent(Float(row.right) / Float(row.support)), "\(row.gained)",
                    "\(row.lost)",
                ]))
        }
        try console.result(table.settle())
        let rest = changed.count - Self.mostClasses
        if rest > 0 {
            try console.result(
                "… and \(DisplayNumber.grouped(rest)) more \(rest == 1 ? "class" : "classes") (--format json)\n"
            )
        }
    }

    // MARK: Numbers

    /// "81.3 % (77.1–85.2)".
    private static func percent(_ estimate: Estimate) -> String {
        let value = DisplayNumber.percent(Float(estimate.value))
        guard let interval = estimate.interval else { return value }
        return "\(value) (\(points(interval.lowerBound))–\(points(interval.upperBound)))"
    }

    /// "+1.2 (-0.4 to +2.9)", in points of per cent.
    private static func change(_ estimate: Estimate) -> String {
        let value = signed(estimate.value)
        guard let interval = estimate.interval else { return value }
        return "\(value) (\(signed(interval.lowerBound)) to \(signed(interval.upperBound)))"
    }

    private static func points(_ part: Double) -> String {
        DisplayNumber.fixed(Float(part * 100), decimals: 1)
    }

    private static func signed(_ part: Double) -> String {
        let text = points(part)
        return text.hasPrefix("-") ? text : "+" + text
    }

    private static func probability(_ p: Double) -> String {
        p < 0.001 ? "<0.001" : DisplayNumber.fixed(Float(p), decimals: 3)
    }

    private static func verdict(_ difference: PromptComparison.Difference) -> String {
        guard difference.adjustedP < level else { return "no clear difference" }
        return difference.test.onlySecond > difference.test.onlyFirst ? "better" : "worse"
    }
}
