import CLIP
import CLIPData
import CLIPEvaluation

extension EvaluationJSON {
    /// What was found, by task.
    var findings: Members {
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

    static func json(_ reliability: Reliability) -> JSONText {
        .array(
            reliability.bins.map { bin in
                .object([
                    ("lower", .double(bin.lower)), ("upper", .double(bin.upper)),
                    ("count", .integer(bin.count)), ("confidence", .double(bin.confidence)),
                    ("accuracy", .double(bin.accuracy)),
                ])
            })
    }

    /// What `--baseline` needs: one list per column, by the classes' numbers.
    func predictions(_ found: ClassificationResult) -> JSONText {
        .object([
            ("images", .strings(result.features.ids)),
            ("given", .array(found.given.map(JSONText.integer))),
            ("predicted", .array(found.given.indices.map { .integer(found.predictions.predicted($0)) })),
            ("score", .array(found.given.indices.map { .float(found.predictions.confidence($0)) })),
        ])
    }
}
