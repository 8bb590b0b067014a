import CLIP
import CLIPData
import CLIPEvaluation
import CLIPWeights

/// Each picture's best labels: a line per picture, as CSV or JSON.
enum PredictionsFile {
    /// Writes the file aside and gives it its name when it is whole.
    ///
    /// - Throws: `EvaluationError` for tasks that have no labels to predict, `FileError`.
    static func write(_ result: EvaluationResult, to path: RawPath) throws {
        guard let found = result.classification else {
            throw EvaluationError(
                "--predictions is for \(EvaluationTask.classification.rawValue): \(result.task.rawValue) "
                    + "has no best label")
        }
        let lines = path.lowercasedExtension == "csv" ? csv(result, found) : jsonl(result, found)
        try ReplacedFile.write(lines, to: path)
    }

    private static func csv(_ result: EvaluationResult, _ found: ClassificationResult) -> [[UInt8]] {
        let answers = found.predictions
        let columns = (1...answers.depth).flatMap { ["label\($0)", "score\($0)", "cosine\($0)"] }
        let head = CSV.line(["image", "sha256", "given", "given_rank", "given_score"] + columns)
        return [head]
            + found.given.indices.map { picture in
                var fields = [
                    result.features.ids[picture], hex(result, picture),
                    result.classes[found.given[picture]].name, "\(answers.ranks[picture] + 1)",
                    "\(answers.givenProbabilities[picture])",
                ]
                for place in picture * answers.depth..<(picture + 1) * answers.depth {
                    fields += [
                        result.classes[Int(answers.best[place])].name, "\(answers.probabilities[place])",
                        "\(answers.products[place])",
                    ]
                }
                return CSV.line(fields)
            }
    }

    private static func jsonl(_ result: EvaluationResult, _ found: ClassificationResult) -> [[UInt8]] {
        let answers = found.predictions
        let head = JSONText.object([
            ("schema", .integer(1)), ("dataset", .string(result.dataset)), ("model", .string(result.model)),
            ("space", .string(result.space)), ("recipe", result.recipe.json),
            ("templates", .strings(result.templates)),
        ])
        return [Array((head.text + "\n").utf8)]
            + found.given.indices.map { picture in
                let best = (picture * answers.depth..<(picture + 1) * answers.depth).map { place in
                    JSONText.object([
                        ("label", .string(result.classes[Int(answers.best[place])].name)),
                        ("score", .float(answers.probabilities[place])),
                        ("cosine", .float(answers.products[place])),
                    ])
                }
                let line = JSONText.object([
                    ("image", .string(result.features.ids[picture])),
                    ("sha256", .string(hex(result, picture))),
                    ("given", .string(result.classes[found.given[picture]].name)),
                    ("given_rank", .integer(Int(answers.ranks[picture]) + 1)),
                    ("given_score", .float(answers.givenProbabilities[picture])),
                    ("predictions", .array(best)),
                ])
                return Array((line.text + "\n").utf8)
            }
    }

    private static func hex(_ result: EvaluationResult, _ picture: Int) -> String {
        ContentDigest(bytes: result.features.digests[picture])?.hex ?? ""
    }
}
