import CLIP
import CLIPData
import CLIPEvaluation

/// A result as one JSON object: CLIP_benchmark's fields first, then ours.
struct EvaluationJSON {
    private let result: EvaluationResult
    private let pretrained: String

    /// - Parameter pretrained: the model as it was asked for.
    init(_ result: EvaluationResult, pretrained: String) {
        self.result = result
        self.pretrained = pretrained
    }

    /// The whole document, on one line.
    var text: String { JSONText.object(members).text }

    private typealias Members = [(name: String, value: JSONText)]

    private var members: Members {
        var members: Members = [
            ("schema", .integer(1)), ("dataset", .string(result.dataset)), ("model", .string(result.model)),
            ("pretrained", .string(pretrained)),
            ("task", .string(result.head == nil ? result.task.rawValue : "linear_probe")),
            ("language", .string("en")),
            ("metrics", .object(result.metrics.map { ($0.name, .double($0.estimate.value)) })),
            (
                "intervals",
                .object(result.metrics.map { ($0.name, Self.interval($0.estimate)) })
            ),
            (
                "bootstrap",
                .object([
                    ("level", .double(0.95)), ("resamples", .integer(result.resamples)),
                    ("seed", .integer(Int(result.seed))),
                ])
            ),
            ("split", result.split.map(JSONText.string) ?? .null), ("n", .integer(result.count)),
            ("unreadable", .integer(result.unreadable.count)), ("space", .string(result.space)),
            ("recipe", result.recipe.json), ("templates", .strings(result.templates)),
        ]
        if let head = result.head { members.append(("probe", .string(head))) }
        members += findings
        if let unknown = result.unknown { members.append(("unknown", Self.json(unknown, result))) }
        if let fit = result.temperature { members.append(("temperature", Self.json(fit))) }
        if let quality = result.labelQuality { members.append(("label_quality", json(quality))) }
        if let comparison = result.comparison { members.append(("baseline", json(comparison))) }
        if let robustness = result.robustness { members.append(("robustness", Self.json(robustness))) }
        if !result.unreadable.isEmpty {
            let failed = result.unreadable.map { JSONText.failure(RawPath($0.id), reason: $0.reason) }
            members.append(("failed", .array(failed)))
        }
        if let found = result.classification { members.append(("predictions", predictions(found))) }
        return members
    }

    private var findings: Members {
        switch result.findings {
        case .classification(let found):
            [
                ("classes", .array(found.classes.map { json($0) })),
                ("confusion", Self.json(found.confusion)), ("reliability", Self.json(found.reliability)),
            ]
        case .multiLabel(let found):
            [
                (
                    "classes",
                    .array(
                        found.classes.map { row in
                            .object([
                                ("class", .string(row.name)),
                                ("names", .strings(result.classes[row.index].names)),
                                ("average_precision", .double(row.averagePrecision)),
                                ("support", .integer(row.support)),
                            ])
                        })
                )
            ]
        case .captionRetrieval(let found): [("captions", .integer(found.texts))]
        case .imageRetrieval(let found):
            [("queries", .integer(found.queries)), ("alone", .integer(found.alone))]
        }
    }

    private func json(_ row: ClassRow) -> JSONText {
        .object([
            ("class", .string(row.name)), ("names", .strings(result.classes[row.index].names)),
            ("support", .integer(row.support)), ("predicted", .integer(row.predicted)),
            ("precision", row.precision.map { .double($0.value) } ?? .null),
            ("recall", row.recall.map { .double($0.value) } ?? .null),
            ("recall_interval", row.recall.map(Self.interval) ?? .null), ("f1", .double(row.f1)),
        ])
    }

    /// The places that are not zero, as [given, predicted, count].
    private static func json(_ matrix: ConfusionMatrix) -> JSONText {
        .array(
            (0..<matrix.classes).flatMap { given in
                (0..<matrix.classes).compactMap { predicted in
                    let count = matrix[given, predicted]
                    return count == 0
                        ? nil : .array([.integer(given), .integer(predicted), .integer(count)])
                }
            })
    }

    private static func json(_ reliability: Reliability) -> JSONText {
        .array(
            reliability.bins.map { bin in
                .object([
                    ("lower", .double(bin.lower)), ("upper", .double(bin.upper)),
                    ("count", .integer(bin.count)), ("confidence", .double(bin.confidence)),
                    ("accuracy", .double(bin.accuracy)),
                ])
            })
    }

    private static func json(_ unknown: UnknownDetection, _ result: EvaluationResult) -> JSONText {
        .object([
            ("classes", .strings(result.unknownClasses)), ("known", .integer(unknown.known)),
            ("unknown", .integer(unknown.unknown)), ("auroc_probability", value(unknown.probability)),
            ("auroc_cosine", value(unknown.cosine)), ("auroc_margin", value(unknown.margin)),
        ])
    }

    private static func json(_ fit: TemperatureFit) -> JSONText {
        .object([
            ("temperature", .double(fit.temperature)), ("fitted_on", .integer(fit.fitted)),
            ("judged_on", .integer(fit.judged)), ("ece_before", value(fit.before)),
            ("ece_after", value(fit.after)), ("log_loss_before", .double(fit.logLossBefore)),
            ("log_loss_after", .double(fit.logLossAfter)), ("reliability", json(fit.reliability)),
        ])
    }

    private func json(_ quality: LabelQuality) -> JSONText {
        .object([
            ("estimated_issues", .double(quality.estimatedIssues)),
            ("thresholds", .array(quality.thresholds.map { $0.map(JSONText.double) ?? .null })),
            (
                "issues",
                .array(
                    quality.issues.map { issue in
                        .object([
                            ("image", .string(result.features.ids[issue.picture])),
                            ("given", .string(result.classes[issue.given].name)),
                            ("suggested", .string(result.classes[issue.suggested].name)),
                            ("given_probability", .float(issue.givenProbability)),
                            ("suggested_probability", .float(issue.suggestedProbability)),
                            ("margin", .float(issue.margin)),
                        ])
                    })
            ),
        ])
    }

    private func json(_ comparison: BaselineComparison) -> JSONText {
        .object([
            ("model", .string(comparison.model)), ("space", .string(comparison.space)),
            ("acc1_before", Self.value(comparison.before)), ("acc1", Self.value(comparison.after)),
            ("change", Self.value(comparison.change)),
            ("only_before", .integer(comparison.test.onlyFirst)),
            ("only_now", .integer(comparison.test.onlySecond)),
            ("test", .string("McNemar, \(comparison.test.method.rawValue)")),
            ("statistic", comparison.test.statistic.map(JSONText.double) ?? .null),
            ("p", .double(comparison.test.p)), ("relabelled", .integer(comparison.relabelled)),
            (
                "classes",
                .array(
                    comparison.classes.map { change in
                        .object([
                            ("class", .string(change.name)), ("before", .double(change.before)),
                            ("after", .double(change.after)), ("support", .integer(change.support)),
                        ])
                    })
            ),
            (
                "flips",
                .array(
                    comparison.flips.map { flip in
                        .object([
                            ("image", .string(result.features.ids[flip.picture])),
                            ("gained", .bool(flip.isGained)), ("before", .string(flip.before)),
                        ])
                    })
            ),
        ])
    }

    /// What `--baseline` needs: one list per column, by the classes' numbers.
    private func predictions(_ found: ClassificationResult) -> JSONText {
        .object([
            ("images", .strings(result.features.ids)),
            ("given", .array(found.given.map(JSONText.integer))),
            ("predicted", .array(found.given.indices.map { .integer(found.predictions.predicted($0)) })),
            ("score", .array(found.given.indices.map { .float(found.predictions.confidence($0)) })),
        ])
    }

    static func value(_ estimate: Estimate) -> JSONText {
        .object([("value", .double(estimate.value)), ("interval", interval(estimate))])
    }

    static func interval(_ estimate: Estimate) -> JSONText {
        estimate.interval.map { .array([.double($0.lowerBound), .double($0.upperBound)]) } ?? .null
    }
}
