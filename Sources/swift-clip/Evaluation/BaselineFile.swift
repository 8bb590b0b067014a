import CLIP
import CLIPEvaluation

/// Reads the answers of an earlier result.
enum BaselineFile {
    /// - Throws: `FileError`, or `EvaluationError` that says what the file lacks.
    static func read(_ path: RawPath) throws -> BaselineAnswers {
        try BaselineAnswers(file: WholeFile.read(path), name: path.text)
    }
}
