import CLIP
import CLIPEvaluation
import CLIPProbes

/// What heads came to, as one object with CLIP_benchmark's names.
extension ProbeOutput {
    func writeJSON() throws(CommandFailure) {
        let members: [(name: String, value: JSONText)] =
            [
                (name: "schema", value: .integer(1)), (name: "dataset", value: .string(study.dataset)),
                (name: "pretrained", value: .string(command.modelOptions.model)),
                (name: "task", value: .string("linear_probe")),
            ] + session.origin(command.pictureOptions) + [
                (name: "features", value: .string(study.features.rawValue)),
                (name: "classes", value: .strings(study.classes)),
                (name: "division", value: .string(study.division)),
                (name: "n_train", value: .integer(study.trainingCount)),
                (name: "n_validation", value: .integer(study.validationCount)),
                (name: "n", value: .integer(study.testCount)),
                (name: "zero_shot", value: study.zeroShot.map { metrics($0, prefix: "") } ?? .null),
                (
                    name: "results",
                    value: .array(study.curves.flatMap { curve in curve.points.flatMap { runs(curve, $0) } })
                ),
                (
                    name: "summary",
                    value: .array(study.curves.flatMap { curve in curve.points.map { summary(curve, $0) } })
                ),
                (name: "samples", value: .array(samples)), (name: "pictures", value: pictures),
                (name: "notes", value: .strings(study.notes + study.shortfalls)),
            ]
        try session.console.result(JSONText.object(members).text + "\n")
    }

    // CLIP_benchmark calls all examples -1 shots.
    private func shots(_ point: ProbePoint) -> JSONText { .integer(point.shots ?? -1) }

    private func metrics(_ scores: ProbeScores, prefix: String) -> JSONText {
        .object([
            (name: prefix + "acc1", value: .double(scores.acc1)),
            (name: prefix + "acc5", value: .double(scores.acc5)),
            (name: prefix + "mean_per_class_recall", value: .double(scores.meanPerClassRecall)),
        ])
    }

    private func runs(_ curve: ProbeCurve, _ point: ProbePoint) -> [JSONText] {
        point.runs.map { run in
            .object(
                [
                    (name: "head", value: .string(curve.head)), (name: "fewshot_k", value: shots(point)),
                    (name: "seed", value: .integer(Int(run.seed))),
                    (name: "n", value: .integer(run.scores.count)),
                    (name: "metrics", value: metrics(run.scores, prefix: "lp_")),
                    (
                        name: "settings",
                        value: .object(run.settings.map { (name: $0.name, value: .double($0.value)) })
                    ),
                ] + gain([run]) + [(name: "note", value: run.note.map(JSONText.string) ?? .null)])
        }
    }

    private func summary(_ curve: ProbeCurve, _ point: ProbePoint) -> JSONText {
        func spread(_ spread: ProbeSpread) -> JSONText {
            .object([
                (name: "mean", value: .double(spread.mean)), (name: "sd", value: .double(spread.deviation)),
                (
                    name: "ci95",
                    value: spread.interval.map { .array([.double($0.lowerBound), .double($0.upperBound)]) }
                        ?? .null
                ),
            ])
        }
        return .object(
            [
                (name: "head", value: .string(curve.head)), (name: "fewshot_k", value: shots(point)),
                (name: "seeds", value: .integer(point.runs.count)),
                (name: "lp_acc1", value: spread(point.acc1)),
                (name: "lp_acc5", value: spread(point.acc5)),
                (name: "lp_mean_per_class_recall", value: spread(point.meanPerClassRecall)),
            ] + gain(point.runs))
    }

    // What learning brought beside words alone, and whether it did harm.
    private func gain(_ runs: [ProbeRun]) -> [(name: String, value: JSONText)] {
        let gain = study.gain(of: runs)
        return [
            (name: "zero_shot_gain", value: gain.map(JSONText.double) ?? .null),
            (name: "below_zero_shot", value: gain.map { .bool($0 < 0) } ?? .null),
        ]
    }

    // Which picture was for what, in the order of its part.
    private var pictures: JSONText {
        .object([
            (name: "training", value: .strings(found.parts.training.ids)),
            (name: "validation", value: .strings(found.parts.validation.ids)),
            (name: "test", value: .strings(found.parts.test.ids)),
        ])
    }

    // All heads have the same ones; of all examples there is nothing to list.
    private var samples: [JSONText] {
        guard let curve = study.curves.first else { return [] }
        return curve.points.filter { $0.shots != nil }.flatMap { point in
            point.runs.map { run in
                .object([
                    (name: "fewshot_k", value: shots(point)), (name: "seed", value: .integer(Int(run.seed))),
                    (name: "training", value: .strings(run.training.map { found.parts.training.ids[$0] })),
                    (
                        name: "validation",
                        value: .strings(run.validation.map { found.parts.validation.ids[$0] })
                    ),
                ])
            }
        }
    }
}
