import CLIP
import CLIPData
import CLIPEvaluation

/// The pictures that a search sees, and those that it never does.
struct SearchPictures {
    let seen: LabelledEmbeddings
    let unseen: LabelledEmbeddings

    /// Draws pictures to search by.
    ///
    /// - Parameters:
    ///   - features: where they are drawn from.
    ///   - test: what is tested with; the pictures that were not drawn if nil.
    /// - Throws: what a class with too few pictures says; `CommandFailure` where none would be left.
    init(
        from features: LabelledEmbeddings, test: LabelledEmbeddings?, _ options: SearchOptions, seed: UInt32
    ) throws {
        let places: [Int]
        if let shots = options.shots {
            if let row = features.targets.firstIndex(where: { $0.count > 1 }) {
                throw CommandFailure.failed(
                    "\(features.ids[row]) has several labels: a search by shots needs one for each picture")
            }
            let labelled = features.targets.indices.filter { !features.targets[$0].isEmpty }
            let drawn = try FewShot(
                labels: labelled.map { features.targets[$0][0] }, shots: shots, seed: seed,
                classes: features.classes)
            places = drawn.indices.map { labelled[$0] }
        } else {
            var random = RandomState(seed: seed)
            let count = features.ids.count
            places =
                test == nil ? random.permutation(count).prefix((count + 1) / 2).sorted() : Array(0..<count)
        }
        seen = features.selecting(places)
        if let test {
            unseen = test
        } else {
            let taken = Set(places)
            unseen = features.selecting(features.ids.indices.filter { !taken.contains($0) })
        }
        if unseen.ids.isEmpty {
            throw CommandFailure.failed(
                "no picture is left to test with: give fewer --shots, or data with a test part")
        }
    }
}

/// Vectors of texts that were asked for before, in this run.
final class TextMemory {
    private let vectors: TextVectors
    private var places: [String: Int] = [:]
    private var rows: EmbeddingMatrix?

    init(_ vectors: TextVectors) {
        self.vectors = vectors
    }

    /// One unit vector per text, `[texts, E]`.
    func vectors(of texts: [String]) async throws -> EmbeddingMatrix {
        var missing: [String] = []
        for text in texts where places[text] == nil {
            places[text] = places.count
            missing.append(text)
        }
        if !missing.isEmpty {
            let new = try await vectors.ensembles(missing.map { [$0] })
            rows = rows.map { $0.appending(new) } ?? new
        }
        guard let rows else { return EmbeddingMatrix(rows: 0, dimension: 0, values: []) }
        return EmbeddingMatrix(
            rows: texts.count, dimension: rows.dimension, values: texts.flatMap { rows[places[$0] ?? 0] })
    }
}
