import CLIP

/// Finds the vectors that are no numbers or all zeros: they must not be written or compared.
enum FiniteRows {
    /// What is said about an input without a vector.
    static let reason = CLIPModel.noVector("it")

    /// Makes failures of the pictures whose row is not sound, and takes the rows out.
    static func separate(_ outcomes: inout [PictureOutcome], _ rows: inout EmbeddingMatrix) {
        guard !(0..<rows.rows).allSatisfy(rows.hasDirection) else { return }
        var kept: [Float] = []
        var row = 0
        for (index, outcome) in outcomes.enumerated() {
            guard case .read(let file) = outcome else { continue }
            if rows.hasDirection(row) {
                kept += rows[row]
            } else {
                outcomes[index] = .failed(file.path, reason: reason)
            }
            row += 1
        }
        rows = EmbeddingMatrix(rows: kept.count / rows.dimension, dimension: rows.dimension, values: kept)
    }
}
