public import CLIP
public import CLIPData

/// A dataset's pictures as vectors: what metrics, prompts and probes work on.
public struct LabelledEmbeddings: Sendable {
    /// One row per picture that could be read, `[N, E]`: unit rows, or raw ones where a probe asked for those.
    public let embeddings: EmbeddingMatrix
    /// Indices into ``classes`` for each row: one, several, or none.
    public let targets: [[Int]]
    /// The captions of each row; empty where there are none.
    public let captions: [[String]]
    /// Which example each row is, see `Sample.id`.
    public let ids: [String]
    /// The SHA-256 of each picture's bytes, 32 each.
    public let digests: [[UInt8]]
    /// The dataset's classes.
    public let classes: [DatasetClass]

    /// Puts rows together; all lists have one entry per row.
    public init(
        embeddings: EmbeddingMatrix, targets: [[Int]], captions: [[String]], ids: [String],
        digests: [[UInt8]], classes: [DatasetClass]
    ) {
        let rows = embeddings.rows
        precondition(
            [targets.count, captions.count, ids.count, digests.count].allSatisfy { $0 == rows },
            "\(rows) rows with \(targets.count) targets and \(ids.count) names")
        precondition(
            targets.joined().allSatisfy { classes.indices.contains($0) }, "a label outside the classes")
        self.embeddings = embeddings
        self.targets = targets
        self.captions = captions
        self.ids = ids
        self.digests = digests
        self.classes = classes
    }

    /// The rows at `places`, in that order.
    public func selecting(_ places: [Int]) -> LabelledEmbeddings {
        LabelledEmbeddings(
            embeddings: EmbeddingMatrix(
                rows: places.count, dimension: embeddings.dimension, values: places.flatMap { embeddings[$0] }
            ),
            targets: places.map { targets[$0] }, captions: places.map { captions[$0] },
            ids: places.map { ids[$0] }, digests: places.map { digests[$0] }, classes: classes)
    }
}
