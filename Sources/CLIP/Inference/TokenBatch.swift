package import CLIPNumerics

/// Token ids of several texts as the rows of one matrix.
///
/// Where a token sees only those before it, nothing is computed for padding, for what stands behind a text's end, or
/// twice for two neighbours that begin alike: texts are paths. Other towers see the padding, so all texts get it.
package struct TokenBatch: Sendable {
    /// `[B, T]`, or `[1, N]` for paths; each in `0 ..< vocabulary`.
    package let ids: [Int32]
    /// Each id's place in its text.
    package let places: [Int32]
    /// Sequences of one length, B; 1 for paths.
    package let batch: Int
    /// What a token sees.
    package let mask: AttentionMask
    /// Where each text ends: the rows that become embeddings.
    package let ends: RowSelection

    /// - Parameters:
    ///   - texts: ids with start and end, none empty. Neighbours share what they have in common at their beginning.
    ///   - sizes: of the tower, which say how far texts are padded, and which row becomes the embedding.
    ///   - whole: whether every text gets a row for each token of the context.
    package init(_ texts: ArraySlice<[Int32]>, for sizes: ModelConfiguration.Text, whole: Bool = false) {
        let context = sizes.contextLength
        var (ids, places): ([Int32], [Int32]) = ([], [])
        guard sizes.isCausal else {
            for text in texts {
                ids += text + repeatElement(0, count: context - text.count)
                places += 0..<Int32(context)
            }
            (self.ids, self.places, batch, mask) = (ids, places, texts.count, .none)
            ends = .at(texts.map { Int32(sizes.end(of: $0)) })
            return
        }
        var paths = CausalPaths()
        var last: [Int32] = []
        for text in texts {
            var text = whole ? text : sizes.needed(of: text)
            if whole || sizes.readsAll { text += repeatElement(0, count: context - text.count) }
            let shared = whole ? 0 : commonPrefix(text, last)
            ids += text[shared...]
            places += Int32(shared)..<Int32(text.count)
            paths.append(sharing: shared, adding: text.count - shared)
            last = text
        }
        (self.ids, self.places, batch, mask, ends) = (ids, places, 1, .causal(paths), .ends(paths))
    }
}
