import CLIP
import CLIPEvaluation
import CLIPNumerics

/// Each picture's best answers: a line per picture, as CSV or JSON.
enum PredictionsFile {
    /// Writes the file aside and gives it its name when it is whole.
    static func write(_ result: EvaluationResult, to path: RawPath, _ compute: Compute) throws(FileError) {
        let table = PredictionTable(result, compute)
        let rows = result.features.ids.indices
        let lines: [[UInt8]] =
            path.lowercasedExtension == "csv"
            ? [CSV.line(table.columns)] + rows.map { CSV.line(table.fields($0)) }
            : [line(head(result, table))] + rows.map { line(.object(table.members($0))) }
        try ReplacedFile.write(lines, to: path)
    }

    private static func line(_ json: JSONText) -> [UInt8] { Array((json.text + "\n").utf8) }

    private static func head(_ result: EvaluationResult, _ table: PredictionTable) -> JSONText {
        .object(
            [
                ("schema", .integer(1)), ("dataset", .string(result.dataset)),
                ("task", .string(result.task.rawValue)), ("model", .string(result.model)),
                ("space", .string(result.space)), ("recipe", result.recipe.json),
                ("templates", .strings(result.templates)),
            ] + table.head)
    }
}
