import CLIP
import CLIPData
import CLIPEvaluation

/// Doubtful labels as a table to fix them by: the last column is the user's.
enum LabelQualityFile {
    /// The columns' names, which `--apply-fixes` looks for.
    static let columns = [
        "image", "given", "suggested", "given_probability", "suggested_probability", "margin", "fix",
    ]

    /// Writes the file aside and gives it its name when it is whole.
    static func write(_ result: EvaluationResult, _ quality: LabelQuality, to path: RawPath) throws(FileError)
    {
        let lines = quality.issues.map { issue in
            CSV.line([
                result.features.ids[issue.picture], result.classes[issue.given].name,
                result.classes[issue.suggested].name, "\(issue.givenProbability)",
                "\(issue.suggestedProbability)", "\(issue.margin)", "",
            ])
        }
        try ReplacedFile.write([CSV.line(columns)] + lines, to: path)
    }
}
