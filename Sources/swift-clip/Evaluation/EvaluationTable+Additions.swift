import CLIP
import CLIPData
import CLIPEvaluation

extension EvaluationTable {
    /// How well scores tell the classes that were held out.
    static func unknown(_ unknown: UnknownDetection, _ result: EvaluationResult) -> String {
        let names = result.unknownClasses.map { DisplayText.cell($0) }.joined(separator: ", ")
        let lines = [
            ("best probability", unknown.probability), ("best \(result.productWord)", unknown.product),
            ("margin of the two best", unknown.margin),
        ].map { name, estimate in
            "  by \(name): \(percent(estimate.value)) (\(interval(estimate)))\n"
        }
        return "\nAUROC: \(DisplayNumber.count(unknown.known, "picture")) of the classes above against "
            + "\(DisplayNumber.grouped(unknown.unknown)) of \(names)\n" + lines.joined()
    }

    /// What a temperature changes on the pictures that it was not fitted on.
    func temperature(_ fit: TemperatureFit) -> String {
        var table = Table(
            [.init(title: "on the others")]
                + ["before", "after", "change"].map { .init(title: $0, alignsRight: true) },
            styled: console.stylesResults)
        func cells(_ change: TemperatureFit.Change, _ factor: Double, _ decimals: Int) -> [String] {
            let shown = { (value: Double) in DisplayNumber.fixed(Float(value * factor), decimals: decimals) }
            return [change.before, change.after, change.difference].enumerated().map { place, estimate in
                let sign = place == 2 && estimate.value > 0 ? "+" : ""
                let interval = estimate.interval.map {
                    " (\(shown($0.lowerBound)) to \(shown($0.upperBound)))"
                }
                return sign + shown(estimate.value) + (interval ?? "")
            }
        }
        return
            "\ntemperature \(DisplayNumber.fixed(Float(fit.temperature), decimals: 3)), fitted by the log loss of "
            + "\(DisplayNumber.count(fit.fitted, "picture")), judged by \(DisplayNumber.grouped(fit.judged)) others\n"
            + table.add(["log loss"] + cells(fit.logLoss, 1, 3))
            + table.add(["calibration error, points"] + cells(fit.calibrationError, 100, 1)) + table.settle()
            + TemperatureWords.remarks(fit).map { $0 + "\n" }.joined()
    }

    /// The worst of the doubtful labels, and what the doubts are worth.
    static func issues(_ quality: LabelQuality, _ result: EvaluationResult) -> String {
        let estimate = DisplayNumber.fixed(Float(quality.estimatedIssues), decimals: 0)
        let head =
            "\nlabels: \(DisplayNumber.count(quality.issues.count, "doubtful one")) of "
            + "\(DisplayNumber.grouped(result.count)); about \(estimate) wrong by the model's own confidence\n"
        let lines = quality.issues.prefix(5).map { issue in
            let names = [issue.given, issue.suggested].map { DisplayText.cell(result.classes[$0].name) }
            return "  \(DisplayText.cell(result.features.ids[issue.picture])): \(names[0]) "
                + "\(DisplayNumber.percent(issue.givenProbability)), \(names[1]) "
                + "\(DisplayNumber.percent(issue.suggestedProbability))\n"
        }
        let note = quality.agreement.isWeak ? "  beware: \(LabelWords.weakness(quality.agreement))\n" : ""
        return head + note + lines.joined()
    }
}
