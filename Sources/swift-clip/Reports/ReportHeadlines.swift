import CLIPEvaluation
import CLIPReports

/// What an evaluation measured, as the numbers that a page begins with.
enum ReportHeadlines {
    static func headlines(_ result: EvaluationResult) -> [Headline] {
        let pictures = result.classification?.given.count ?? result.count
        let classes = result.classes.count
        var shown = result.metrics.compactMap { metric -> Headline? in
            switch metric.name {
            case "acc1": share("Right at first guess (top-1)", metric.estimate, pictures, "pictures")
            case "acc5":
                classes > 5 ? share("Right among five (top-5)", metric.estimate, pictures, "pictures") : nil
            case "mean_per_class_recall":
                share("Mean recall over classes", metric.estimate, classes, "classes")
            // The same number as the mean recall, unless classes are without pictures.
            case "balanced_accuracy":
                metric.estimate == result.classification?.metric("mean_per_class_recall")
                    ? nil : share("Balanced accuracy", metric.estimate, classes, "classes")
            case "macro_f1": number("F1, mean over classes", metric.estimate, classes, "classes")
            case "weighted_f1": number("F1, weighted by pictures", metric.estimate, pictures, "pictures")
            case "ece": share("Calibration error", metric.estimate, pictures, "pictures")
            case "mean_average_precision":
                share("Mean average precision", metric.estimate, pictures, "pictures")
            case "mean_average_precision_present":
                share("The same over classes with pictures", metric.estimate, pictures, "pictures")
            default: retrieval(metric, result)
            }
        }
        if let unknown = result.unknown {
            let count = unknown.known + unknown.unknown
            shown.append(
                number("Unknown told by probability (AUROC)", unknown.probability, count, "pictures"))
            shown.append(
                number("Unknown told by \(result.productWord) (AUROC)", unknown.product, count, "pictures"))
        }
        if let temperature = result.temperature {
            shown.append(
                Headline(
                    name: "Temperature", number: temperature.temperature, decimals: 2, of: temperature.fitted,
                    "pictures"))
            let (error, loss) = (temperature.calibrationError, temperature.logLoss)
            for (name, estimate) in [("without", loss.before), ("with", loss.after)] {
                shown.append(number("Log loss \(name) it", estimate, temperature.judged, "other pictures"))
            }
            for (name, estimate) in [("without", error.before), ("with", error.after)] {
                shown.append(
                    share("Calibration error \(name) it", estimate, temperature.judged, "other pictures"))
            }
        }
        return shown
    }

    /// Recalls and ranks of retrieval: `text_retrieval_recall@5`, `image_to_image_median_rank`.
    private static func retrieval(_ metric: Metric, _ result: EvaluationResult) -> Headline? {
        let kinds: [(start: String, name: String, queries: Int)] =
            switch result.findings {
            case .captionRetrieval(let found):
                [
                    ("text_retrieval_", "Pictures finding captions", found.images),
                    ("image_retrieval_", "Captions finding pictures", found.texts),
                ]
            case .imageRetrieval(let found):
                [("image_to_image_", "Pictures finding their class", found.queries)]
            default: []
            }
        guard let kind = kinds.first(where: { metric.name.hasPrefix($0.start) }) else { return nil }
        let what = metric.name.dropFirst(kind.start.count)
        if what.hasPrefix("recall@") {
            return share("\(kind.name): among \(what.dropFirst(7))", metric.estimate, kind.queries, "queries")
        }
        return what == "median_rank"
            ? Headline(
                name: "\(kind.name): median rank", number: metric.estimate.value,
                interval: metric.estimate.interval,
                decimals: 1, of: kind.queries, "queries")
            : nil
    }

    /// Average precisions of the classes, as a histogram.
    static func precisions(_ found: MultiLabelResult) -> Histogram {
        var counts = [Int](repeating: 0, count: 20)
        for row in found.classes where row.support > 0 {
            counts[min(max(Int(row.averagePrecision * 20), 0), 19)] += 1
        }
        return Histogram(
            name: "precisions", title: "Average precision of the classes", valueTitle: "average precision, %",
            range: 0...1, counts: counts)
    }

    static func baseline(_ comparison: BaselineComparison, count: Int) -> BaselineSection {
        BaselineSection(
            baseline: comparison.model, before: comparison.before.value, after: comparison.after.value,
            lost: comparison.flips.count { !$0.isGained }, won: comparison.flips.count(where: \.isGained),
            count: count, significance: comparison.test.p,
            classes: DumbbellChart(
                name: "baseline", title: "Classes that moved most", beforeTitle: "before", afterTitle: "now",
                rows: comparison.classes.map { .init(name: $0.name, before: $0.before, after: $0.after) }))
    }

    private static func share(_ name: String, _ estimate: Estimate, _ count: Int, _ noun: String) -> Headline
    {
        Headline(name: name, share: estimate.value, interval: estimate.interval, of: count, noun)
    }

    private static func number(_ name: String, _ estimate: Estimate, _ count: Int, _ noun: String) -> Headline
    {
        Headline(name: name, number: estimate.value, interval: estimate.interval, of: count, noun)
    }
}
