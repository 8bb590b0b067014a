import CLIP
import CLIPData
import CLIPEvaluation

/// A result for people: what was measured, the numbers with their intervals, and where it goes wrong.
struct EvaluationTable {
    let console: Console

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
        if let unknown = result.unknown { try console.result(Self.unknown(unknown, result)) }
        if let fit = result.temperature { try console.result(temperature(fit)) }
        if let quality = result.labelQuality { try console.result(Self.issues(quality, result)) }
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
}
