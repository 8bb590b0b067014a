import CLIP
import CLIPEvaluation

extension ComparisonOutput {
    /// The whole comparison as one object.
    func writeJSON(_ origin: [(name: String, value: JSONText)]) throws(CommandFailure) {
        let members = [(name: "schema", value: JSONText.integer(1))] + origin + Self.members(comparison)
        try console.result(JSONText.object(members).text + "\n")
    }

    /// What is measured, without where it comes from.
    static func members(_ comparison: PromptComparison) -> [(name: String, value: JSONText)] {
        [
            (name: "n", value: .integer(comparison.count)),
            (name: "unlabelled", value: .integer(comparison.unlabelled)),
            (name: "classes", value: .strings(comparison.classes)),
            (name: "resamples", value: .integer(comparison.resamples)),
            (name: "seed", value: .integer(Int(comparison.seed))),
            (name: "sets", value: .array(comparison.sets.map { set($0, comparison) })),
            (
                name: "pictures",
                value: .array(
                    comparison.ids.indices.map { picture in
                        .object([
                            (name: "id", value: .string(comparison.ids[picture])),
                            (name: "given", value: .integer(comparison.given[picture])),
                            (
                                name: "predicted",
                                value: .array(comparison.sets.map { .integer($0.predicted[picture]) })
                            ),
                        ])
                    })
            ),
        ]
    }

    private static func set(
        _ set: PromptComparison.SetResult, _ comparison: PromptComparison
    ) -> JSONText {
        let classes = zip(comparison.classes, set.classes).map { name, row in
            JSONText.object([
                (name: "class", value: .string(name)), (name: "support", value: .integer(row.support)),
                (name: "right", value: .integer(row.right)), (name: "gained", value: .integer(row.gained)),
                (name: "lost", value: .integer(row.lost)),
            ])
        }
        let singles = set.singles.map { single in
            JSONText.object([
                (name: "template", value: .string(single.template)),
                (name: "right", value: .integer(single.right)),
                (name: "accuracy", value: .double(single.accuracy)),
            ])
        }
        return .object([
            (name: "name", value: .string(set.name)), (name: "templates", value: .strings(set.templates)),
            (name: "names", value: set.naming.map(JSONText.string) ?? .null),
            (name: "accuracy", value: estimate(set.accuracy)),
            (name: "mean_per_class_recall", value: estimate(set.meanPerClassRecall)),
            (name: "difference", value: set.difference.map(difference) ?? .null),
            (name: "single_templates", value: .array(singles)), (name: "per_class", value: .array(classes)),
        ])
    }

    private static func difference(_ difference: PromptComparison.Difference) -> JSONText {
        .object([
            (name: "accuracy", value: estimate(difference.accuracy)),
            (name: "gained", value: .integer(difference.test.onlySecond)),
            (name: "lost", value: .integer(difference.test.onlyFirst)),
            (name: "test", value: .string("mcnemar-\(difference.test.method.rawValue)")),
            (name: "p", value: .double(difference.test.p)),
            (name: "p_holm", value: .double(difference.adjustedP)),
        ])
    }

    static func estimate(_ estimate: Estimate) -> JSONText {
        .object([
            (name: "value", value: .double(estimate.value)),
            (
                name: "interval",
                value: estimate.interval.map { .array([.double($0.lowerBound), .double($0.upperBound)]) }
                    ?? .null
            ),
        ])
    }
}
