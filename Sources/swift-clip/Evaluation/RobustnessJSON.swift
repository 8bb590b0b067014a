import CLIP
import CLIPEvaluation

extension EvaluationJSON {
    /// Accuracies under corruptions; every one is of the same `n` pictures.
    static func json(_ result: RobustnessResult) -> JSONText {
        .object([
            ("n", .integer(result.count)), ("clean_acc1", value(result.clean)),
            ("severities", .array(result.severities.map(JSONText.integer))),
            ("seed", .integer(Int(result.seed))),
            ("corruptions", .array(result.rows.map { json($0, cells: true) })),
            ("groups", .array(result.groups.map { json($0, cells: false) })),
        ])
    }

    private static func json(_ row: RobustnessResult.Row, cells: Bool) -> JSONText {
        var members: [(name: String, value: JSONText)] = [("name", .string(row.name))]
        if cells {
            members.append(("group", .string(row.group)))
            members.append(("severities", .array(row.cells.map(json))))
        }
        members.append(("mean_acc1", value(row.mean)))
        members.append(("relative", row.relative.map(value) ?? .null))
        return .object(members)
    }

    private static func json(_ cell: RobustnessResult.Cell) -> JSONText {
        .object([
            ("severity", .integer(cell.severity)), ("right", .integer(cell.right)),
            ("acc1", value(cell.accuracy)), ("relative", cell.relative.map(JSONText.double) ?? .null),
        ])
    }
}
