import CLIP
import CLIPData
import CLIPEvaluation

/// Doubtful labels as a table to fix them by: the last column is the user's.
enum LabelQualityFile {
    /// The columns' names, which `--apply-fixes` looks for.
    static let columns = [
        "image", "given", "suggested", "given_probability", "suggested_probability", "margin",
        LabelFixes.agreementColumns.right, LabelFixes.agreementColumns.chance, "fix",
    ]

    /// Writes the file aside and gives it its name when it is whole.
    static func write(
        _ quality: LabelQuality, of pictures: LabelledEmbeddings, to path: RawPath
    ) throws(FileError) {
        try ReplacedFile.write([bytes(quality, of: pictures)], to: path)
    }

    /// The whole file.
    static func bytes(_ quality: LabelQuality, of pictures: LabelledEmbeddings) -> [UInt8] {
        let lines = quality.issues.map { issue in
            CSV.line([
                pictures.ids[issue.picture], pictures.classes[issue.given].name,
                pictures.classes[issue.suggested].name, "\(issue.givenProbability)",
                "\(issue.suggestedProbability)", "\(issue.margin)", "\(quality.agreement.right)",
                "\(quality.agreement.chance)", "",
            ])
        }
        return CSV.line(columns) + lines.joined()
    }

    /// Whether a file begins as these lists do, also as earlier versions wrote them.
    static func isList(_ file: [UInt8]) -> Bool {
        let head = file.prefix { $0 != UInt8(ascii: "\n") }
        return head.starts(with: columns.prefix(3).joined(separator: ",").utf8)
            && head.reversed().starts(with: ",fix".utf8.reversed())
    }

    /// Whether somebody has filled in the last column of any line but the first.
    static func isEdited(_ file: [UInt8]) -> Bool {
        file.split(separator: UInt8(ascii: "\n")).dropFirst().contains {
            ![UInt8(ascii: ","), UInt8(ascii: "\r")].contains($0.last ?? 0)
        }
    }
}
