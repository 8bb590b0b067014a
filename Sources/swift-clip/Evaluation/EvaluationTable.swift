import CLIP
import CLIPData
import CLIPEvaluation

/// A result for people: what was measured, the numbers with their intervals, and where it goes wrong.
struct EvaluationTable {
    private let console: Console
    /// With more classes than this, only the weakest are shown.
    private static let mostClasses = 40
    private static let weakest = 15

    init(_ console: Console) {
        self.console = console
    }

    func write(_ result: EvaluationResult) throws(CommandFailure) {
        try console.result(heading(result) + "\n\n")
        try console.result(metrics(result))
        switch result.findings {
        case .classification(let found):
            try console.result("\n" + classes(found.classes))
            try console.result(confusions(found, result))
        case .multiLabel(let found): try console.result("\n" + labels(found.classes))
        case .captionRetrieval, .imageRetrieval: break
        }
        if let unknown = result.unknown { try console.result(self.unknown(unknown, result)) }
        if let fit = result.temperature { try console.result(temperature(fit)) }
        if let quality = result.labelQuality { try console.result(issues(quality, result)) }
        if let robustness = result.robustness {
            try console.result(RobustnessTable(console: console).text(robustness))
        }
        if let comparison = result.comparison {
            try console.result(ComparisonTable(console).text(comparison, result))
        }
    }

    private func heading(_ result: EvaluationResult) -> String {
        var parts = [DisplayNumber.count(result.count, "picture")]
        switch result.findings {
        case .captionRetrieval(let found): parts.append(DisplayNumber.count(found.texts, "caption"))
        case .imageRetrieval(let found) where found.alone > 0:
            parts.append("\(DisplayNumber.grouped(found.alone)) alone in their class")
        case .classification, .multiLabel, .imageRetrieval:
            parts.append(
                result.classes.count == 1
                    ? "1 class" : "\(DisplayNumber.grouped(result.classes.count)) classes")
        }
        parts.append("model \(result.model), \(result.recipe.precision)")
        if let head = result.head { parts.append(head) }
        if let first = result.templates.first {
            parts.append(result.templates.count == 1 ? "\"\(first)\"" : "\(result.templates.count) templates")
        }
        let place = result.dataset + (result.split.map { ", part \($0)" } ?? "")
        return DisplayText.cell("\(place): \(parts.joined(separator: ", "))")
    }

    // MARK: Numbers

    private func metrics(_ result: EvaluationResult) -> String {
        var table = Table(
            [
                .init(title: "measure"), .init(title: "value", alignsRight: true),
                .init(title: "95 % interval", alignsRight: true),
            ], styled: console.stylesResults)
        var text = ""
        for metric in result.metrics {
            guard let name = Self.title(metric.name, result) else { continue }
            let isRank = metric.name.hasSuffix("_rank")
            text += table.add([
                name, isRank ? Self.number(metric.estimate.value) : Self.percent(metric.estimate.value),
                Self.interval(metric.estimate, isRank: isRank),
            ])
        }
        return text + table.settle()
    }

    /// A metric in words; nil for one that another line says.
    private static func title(_ name: String, _ result: EvaluationResult) -> String? {
        switch name {
        case "acc1": return "top-1"
        case "acc5": return result.classes.count > 5 ? "top-5" : nil
        case "mean_per_class_recall": return "mean per-class recall (balanced accuracy)"
        case "balanced_accuracy": return nil
        case "macro_f1": return "macro F1"
        case "weighted_f1": return "weighted F1"
        case "ece": return "expected calibration error (\(Reliability.usualBins) bins)"
        case "mean_average_precision": return "mean average precision"
        case "mean_average_precision_present": return "mean average precision, classes with pictures"
        default: return retrievalTitle(name)
        }
    }

    private static func retrievalTitle(_ name: String) -> String {
        for (prefix, words) in [
            ("image_retrieval_", "caption to image"), ("text_retrieval_", "image to caption"),
            ("image_to_image_", "image to image"),
        ] where name.hasPrefix(prefix) {
            return words + ", " + name.dropFirst(prefix.count).replacing("_", with: " ")
        }
        return name
    }

    static func percent(_ value: Double) -> String { DisplayNumber.percent(Float(value)) }

    private static func number(_ value: Double) -> String { DisplayNumber.fixed(Float(value), decimals: 1) }

    static func interval(_ estimate: Estimate, isRank: Bool = false) -> String {
        guard let interval = estimate.interval else { return "–" }
        let factor = isRank ? 1.0 : 100.0
        return "\(number(interval.lowerBound * factor)) – \(number(interval.upperBound * factor))"
    }

    // MARK: Classes

    private func classes(_ rows: [ClassRow]) -> String {
        let (shown, note) = Self.shortened(rows) { $0.recall?.value ?? 2 }
        var table = Table(
            [
                .init(title: "class", shortens: true), .init(title: "pictures", alignsRight: true),
                .init(title: "recall", alignsRight: true), .init(title: "95 % interval", alignsRight: true),
                .init(title: "precision", alignsRight: true), .init(title: "F1", alignsRight: true),
            ], styled: console.stylesResults)
        var text = ""
        for row in shown {
            text += table.add([
                row.name, DisplayNumber.grouped(row.support),
                row.recall.map { Self.percent($0.value) } ?? "–",
                row.recall.map { Self.interval($0) } ?? "–",
                row.precision.map { Self.percent($0.value) } ?? "–", Self.percent(row.f1),
            ])
        }
        return text + table.settle() + note
    }

    private func labels(_ rows: [MultiLabelResult.Row]) -> String {
        let (shown, note) = Self.shortened(rows) { $0.support > 0 ? $0.averagePrecision : 2 }
        var table = Table(
            [
                .init(title: "class", shortens: true), .init(title: "pictures", alignsRight: true),
                .init(title: "average precision", alignsRight: true),
            ], styled: console.stylesResults)
        var text = ""
        for row in shown {
            text += table.add([
                row.name, DisplayNumber.grouped(row.support),
                row.support > 0 ? Self.percent(row.averagePrecision) : "–",
            ])
        }
        return text + table.settle() + note
    }

    /// All rows of a short list; of a long one those of the lowest value, lowest first.
    private static func shortened<Row>(_ rows: [Row], _ value: (Row) -> Double) -> ([Row], String) {
        guard rows.count > mostClasses else { return (rows, "") }
        let order = rows.indices.sorted {
            value(rows[$0]) == value(rows[$1]) ? $0 < $1 : value(rows[$0]) < value(rows[$1])
        }
        return (
            order.prefix(weakest).map { rows[$0] },
            "the \(weakest) weakest of \(DisplayNumber.grouped(rows.count)) classes; --output keeps all\n"
        )
    }

    private func confusions(_ found: ClassificationResult, _ result: EvaluationResult) -> String {
        let pairs = found.confusion.mostConfused(5)
        guard !pairs.isEmpty else { return "\nno picture was taken for another class\n" }
        let lines = pairs.map { pair in
            let names = [pair.given, pair.predicted].map { DisplayText.cell(result.classes[$0].name) }
            return
                "  \(names[0]) taken for \(names[1]): \(pair.count) of \(found.classes[pair.given].support)\n"
        }
        return "\nmost often confused\n" + lines.joined()
    }

    // MARK: What was asked for besides

    private func unknown(_ unknown: UnknownDetection, _ result: EvaluationResult) -> String {
        let names = result.unknownClasses.map { DisplayText.cell($0) }.joined(separator: ", ")
        let lines = [
            ("best probability", unknown.probability), ("best cosine", unknown.cosine),
            ("margin of the two best", unknown.margin),
        ].map { name, estimate in
            "  by \(name): \(Self.percent(estimate.value)) (\(Self.interval(estimate)))\n"
        }
        return "\nAUROC: \(DisplayNumber.count(unknown.known, "picture")) of the classes above against "
            + "\(DisplayNumber.grouped(unknown.unknown)) of \(names)\n" + lines.joined()
    }

    private func temperature(_ fit: TemperatureFit) -> String {
        "\ntemperature \(DisplayNumber.fixed(Float(fit.temperature), decimals: 3)), fitted on "
            + "\(DisplayNumber.count(fit.fitted, "picture")); on the other \(DisplayNumber.grouped(fit.judged)) "
            + "the calibration error goes from \(Self.percent(fit.before.value)) (\(Self.interval(fit.before))) to "
            + "\(Self.percent(fit.after.value)) (\(Self.interval(fit.after))), the log loss from "
            + "\(DisplayNumber.fixed(Float(fit.logLossBefore), decimals: 3)) to "
            + "\(DisplayNumber.fixed(Float(fit.logLossAfter), decimals: 3))\n"
    }

    private func issues(_ quality: LabelQuality, _ result: EvaluationResult) -> String {
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
        return head + lines.joined()
    }
}
