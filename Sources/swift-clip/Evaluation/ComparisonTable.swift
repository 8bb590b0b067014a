import CLIP
import CLIPEvaluation

/// What changed since an earlier result, for people.
struct ComparisonTable {
    private let console: Console
    private static let mostClasses = 10

    init(_ console: Console) {
        self.console = console
    }

    func text(_ comparison: BaselineComparison, _ result: EvaluationResult) -> String {
        let change = comparison.change
        let sign = change.value > 0 ? "+" : ""
        let points = { (value: Double) in DisplayNumber.fixed(Float(value * 100), decimals: 1) }
        let bounds = change.interval.map { " (\(points($0.lowerBound)) – \(points($0.upperBound)))" } ?? ""
        var text =
            "\nbaseline \(DisplayText.cell(comparison.model)): top-1 \(EvaluationTable.percent(comparison.before.value)) then, "
            + "\(EvaluationTable.percent(comparison.after.value)) now, \(sign)\(points(change.value)) points\(bounds)\n"
        text +=
            "  \(DisplayNumber.grouped(comparison.test.onlySecond)) pictures right now only, "
            + "\(DisplayNumber.grouped(comparison.test.onlyFirst)) then only; McNemar's test "
            + "(\(comparison.test.method.rawValue)): p = \(Self.probability(comparison.test.p))\n"
        if comparison.relabelled > 0 {
            text +=
                "  \(DisplayNumber.count(comparison.relabelled, "picture")) with another label than then: "
                + "both are held against today's\n"
        }
        let classes = comparison.classes
        guard !classes.isEmpty else { return text + "  no class changed\n" }
        let half = Self.mostClasses / 2
        let shown =
            classes.count > Self.mostClasses ? classes.prefix(half) + classes.suffix(half) : classes[...]
        for row in shown {
            text +=
                "  \(DisplayText.cell(row.name)): \(EvaluationTable.percent(row.before)) then, "
                + "\(EvaluationTable.percent(row.after)) now\n"
        }
        if shown.count < classes.count {
            text +=
                "  the largest losses and gains of \(DisplayNumber.grouped(classes.count)) classes that changed\n"
        }
        return text
    }

    private static func probability(_ p: Double) -> String {
        p < 0.0001 ? "below 0.0001" : DisplayNumber.fixed(Float(p), decimals: 4)
    }
}
