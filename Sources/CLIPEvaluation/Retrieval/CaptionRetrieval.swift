public import CLIP
internal import CLIPNumerics

/// Pictures found by their captions, and captions by their pictures.
public struct CaptionRetrieval: Sendable, Hashable {
    /// Pictures.
    public let images: Int
    /// Captions of all pictures.
    public let texts: Int
    /// Each caption looks for its picture: CLIP_benchmark's `image_retrieval_recall@k`.
    public let textToImage: RetrievalRanks
    /// Each picture looks for captions; the first of its own counts: `text_retrieval_recall@k`.
    public let imageToText: RetrievalRanks

    /// Ranks by cosine; equal ones stay in their order.
    /// - Parameters:
    ///   - images: `[N, E]`, unit rows.
    ///   - texts: `[T, E]`, unit rows.
    ///   - owners: the picture that each text belongs to, ascending; every picture has at least one.
    ///   - bootstrap: draws the intervals.
    public init(images: EmbeddingMatrix, texts: EmbeddingMatrix, owners: [Int], bootstrap: Bootstrap) {
        precondition(owners.count == texts.rows, "\(owners.count) owners of \(texts.rows) texts")
        (self.images, self.texts) = (images.rows, texts.rows)
        let compute = bootstrap.compute
        var imageRanks = [Int](repeating: 0, count: texts.rows)
        imageRanks.withUnsafeMutableBufferPointer { ranks in
            nonisolated(unsafe) let ranks = ranks
            LinearClassifier(vectors: images, scale: 1).forEach(texts, compute) { text, row, _ in
                ranks[text] = ScoreRow.rank(of: owners[text], in: row)
            }
        }
        var own = [Range<Int>](repeating: 0..<0, count: images.rows)
        for (text, owner) in owners.enumerated() {
            own[owner] = (own[owner].isEmpty ? text : own[owner].lowerBound)..<text + 1
        }
        var textRanks = [Int](repeating: 0, count: images.rows)
        textRanks.withUnsafeMutableBufferPointer { ranks in
            nonisolated(unsafe) let ranks = ranks
            LinearClassifier(vectors: texts, scale: 1).forEach(images, compute) { image, row, _ in
                ranks[image] = own[image].map { ScoreRow.rank(of: $0, in: row) }.min() ?? row.count
            }
        }
        textToImage = RetrievalRanks(imageRanks, bootstrap)
        imageToText = RetrievalRanks(textRanks, bootstrap)
    }
}
