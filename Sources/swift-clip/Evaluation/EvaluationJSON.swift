import CLIP
import CLIPData
import CLIPEvaluation

/// A result as one JSON object: CLIP_benchmark's fields first, then ours.
struct EvaluationJSON {
    let result: EvaluationResult
    private let pretrained: String

    /// - Parameter pretrained: the model as it was asked for.
    init(_ result: EvaluationResult, pretrained: String) {
        self.result = result
        self.pretrained = pretrained
    }

    /// The whole document, on one line.
    var text: String { JSONText.object(members).text }

    typealias Members = [(name: String, value: JSONText)]

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
        if !result.notes.isEmpty { members.append(("notes", .strings(result.notes))) }
        if let robustness = result.robustness { members.append(("robustness", Self.json(robustness))) }
        if !result.unreadable.isEmpty {
            let failed = result.unreadable.map { JSONText.failure(RawPath($0.id), reason: $0.reason) }
            members.append(("failed", .array(failed)))
        }
        if let found = result.classification { members.append(("predictions", predictions(found))) }
        return members
    }

    /// A number with its interval.
    static func value(_ estimate: Estimate) -> JSONText {
        .object([("value", .double(estimate.value)), ("interval", interval(estimate))])
    }

    /// An interval's two ends; null where there is none.
    static func interval(_ estimate: Estimate) -> JSONText {
        estimate.interval.map { .array([.double($0.lowerBound), .double($0.upperBound)]) } ?? .null
    }
}
