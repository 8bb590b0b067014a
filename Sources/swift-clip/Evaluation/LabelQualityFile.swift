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
        try ReplacedFile.write([bytes(result, quality)], to: path)
    }

    /// The whole file.
    static func bytes(_ result: EvaluationResult, _ quality: LabelQuality) -> [UInt8] {
        let lines = quality.issues.map { issue in
            CSV.line([
                result.features.ids[issue.picture], result.classes[issue.given].name,
                result.classes[issue.suggested].name, "\(issue.givenProbability)",
                "\(issue.suggestedProbability)", "\(issue.margin)", "",
            ])
        }
        return CSV.line(columns) + lines.joined()
    }

    /// Whether somebody has filled in the last column of any line but the first.
    static func isEdited(_ file: [UInt8]) -> Bool {
        file.split(separator: UInt8(ascii: "\n")).dropFirst().contains {
            ![UInt8(ascii: ","), UInt8(ascii: "\r")].contains($0.last ?? 0)
        }
    }
}
