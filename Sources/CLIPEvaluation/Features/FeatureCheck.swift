internal import CLIP

/// What must hold of vectors before they are measured.
enum FeatureCheck {
    /// - Throws: `EvaluationError` that names the first picture whose vector has something that is no number.
    static func finite(_ features: LabelledEmbeddings) throws(EvaluationError) {
        guard !features.ids.isEmpty else { throw EvaluationError("there is no picture to measure") }
        let isSound = features.embeddings.values.withUnsafeBufferPointer { values in
            // One pass without branches: anything that is not finite makes the sum so.
            values.reduce(Float(0)) { $0 + $1 * 0 } == 0
        }
        guard !isSound else { return }
        let row = features.ids.indices.first { row in
            features.embeddings[row].contains { !$0.isFinite }
        }
        throw EvaluationError(
            "the vector of \(row.map { features.ids[$0] } ?? "a picture") has numbers that are not finite: "
                + "compute it again, or leave the picture out")
    }

    /// The one label of each picture.
    /// - Throws: `EvaluationError` that names the first picture with none or several.
    static func singleLabels(_ features: LabelledEmbeddings) throws(EvaluationError) -> [Int] {
        var labels: [Int] = []
        labels.reserveCapacity(features.ids.count)
        for (row, targets) in features.targets.enumerated() {
            guard targets.count == 1 else {
                throw EvaluationError(
                    targets.isEmpty
                        ? "\(features.ids[row]) has no label, and each picture needs one here"
                        : "\(features.ids[row]) has \(targets.count) labels: --task multilabel takes several")
            }
            labels.append(targets[0])
        }
        return labels
    }
}

extension LabelledEmbeddings {
    /// The rows at `rows`, with only these classes; every label must be among them.
    func restricted(to kept: [Int], rows: [Int]) -> LabelledEmbeddings {
        guard kept.count < classes.count || rows.count < ids.count else { return self }
        var numbers: [Int: Int] = [:]
        for (place, index) in kept.enumerated() { numbers[index] = place }
        let picked = selecting(rows)
        return LabelledEmbeddings(
            embeddings: picked.embeddings, targets: picked.targets.map { $0.compactMap { numbers[$0] } },
            captions: picked.captions, ids: picked.ids, digests: picked.digests,
            classes: kept.map { classes[$0] })
    }
}

extension LinearClassifier {
    /// The same for some of the classes.
    func restricted(to kept: [Int]) -> LinearClassifier {
        guard kept.count < vectors.rows else { return self }
        return LinearClassifier(
            vectors: EmbeddingMatrix(
                rows: kept.count, dimension: vectors.dimension, values: kept.flatMap { vectors[$0] }),
            bias: bias.map { bias in kept.map { bias[$0] } }, scale: scale)
    }
}
