import CLIPEvaluation

/// Accuracy under corruptions, for people.
struct RobustnessTable {
    let console: Console

    func text(_ result: RobustnessResult) -> String {
        let severities = result.severities
        var table = Table(
            [.init(title: "corruption")] + severities.map { .init(title: "\($0)", alignsRight: true) }
                + [
                    .init(title: "mean", alignsRight: true),
                    .init(title: "95 % interval", alignsRight: true),
                    .init(title: "of clean", alignsRight: true),
                ], styled: console.stylesResults)
        var text = ""
        for row in result.rows {
            let cells = severities.map { level in
                row.cells.first { $0.severity == level }.map { EvaluationTable.percent($0.accuracy.value) }
                    ?? ""
            }
            text += table.add([row.name] + cells + Self.summary(row))
        }
        for row in result.groups {
            text += table.add(
                ["mean of \(row.name)"] + severities.map { _ in "" } + Self.summary(row))
        }
        let clean = result.clean
        return
            "\ntop-1 on the same \(DisplayNumber.count(result.count, "picture")) when they go bad, by severity; "
            + "clean \(EvaluationTable.percent(clean.value)) (\(EvaluationTable.interval(clean)))\n"
            + text + table.settle()
    }

    private static func summary(_ row: RobustnessResult.Row) -> [String] {
        [
            EvaluationTable.percent(row.mean.value), EvaluationTable.interval(row.mean),
            row.relative.map { EvaluationTable.percent($0.value) } ?? "–",
        ]
    }
}
