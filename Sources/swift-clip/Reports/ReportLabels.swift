import CLIP
import CLIPEvaluation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The list of doubtful labels that a report brings along.
enum ReportLabels {
    static let name = "doubtful-labels.csv"

    /// Writes the list, unless one is there that somebody has changed.
    /// - Returns: what the page says about it.
    static func write(
        _ result: EvaluationResult, _ quality: LabelQuality, in folder: ReportFolder, _ console: Console
    ) throws(CommandFailure) -> String {
        let path = folder.path.appending(name.utf8)
        let bytes = LabelQualityFile.bytes(quality, of: result.features)
        if let earlier = try? WholeFile.read(path), earlier != bytes, LabelQualityFile.isEdited(earlier) {
            console.note(
                "\(path.text) has entries in the column fix and stays as it is; remove it to have it written again"
            )
        } else {
            do { try ReplacedFile.write([bytes], to: path) } catch { throw .failed(error.message) }
        }
        return
            "\(name), beside this page, lists all of them: write the right class, or “keep”, in the column fix, and "
            + "swift-clip evaluate DATASET --apply-fixes \(name) shows what it would move."
    }

    /// Removes an earlier report's list, unless somebody has worked on it.
    static func removeLeftover(in folder: RawPath) {
        let path = folder.appending(name.utf8)
        guard let list = try? WholeFile.read(path), LabelQualityFile.isList(list),
            !LabelQualityFile.isEdited(list)
        else { return }
        _ = path.withCString { unlink($0) }
    }
}
