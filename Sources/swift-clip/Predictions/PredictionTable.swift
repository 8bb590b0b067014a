import CLIP
import CLIPEvaluation
import CLIPNumerics
import CLIPWeights

/// Each picture's best answers, as the fields of a table and as the members of an object.
struct PredictionTable {
    typealias Members = [(name: String, value: JSONText)]

    /// The table's columns.
    let columns: [String]
    /// The fields of a picture, as many as there are columns.
    let fields: (_ picture: Int) -> [String]
    /// The same as members of an object.
    let members: (_ picture: Int) -> Members
    /// What is said once for all pictures.
    let head: Members

    init(
        columns: [String], head: Members = [], fields: @escaping (_ picture: Int) -> [String],
        members: @escaping (_ picture: Int) -> Members
    ) {
        (self.columns, self.head, self.fields, self.members) = (columns, head, fields, members)
    }

    /// The answers of a result: labels, captions or other pictures by the task.
    init(_ result: EvaluationResult, _ compute: Compute) {
        self =
            switch result.findings {
            case .classification(let found): .labels(result, found)
            case .multiLabel: .cosines(result, compute)
            case .captionRetrieval(let found): .captions(result, found, compute)
            case .imageRetrieval: .pictures(result, compute)
            }
    }

    /// The SHA-256 of a picture's bytes.
    static func digest(_ result: EvaluationResult, _ picture: Int) -> String {
        ContentDigest(bytes: result.features.digests[picture])?.hex ?? ""
    }
}
