/// Token ids of several texts, filled up to one length behind each text's end.
package struct TokenBatch: Sendable {
    /// `[B, T]`, row-major; each in `0 ..< vocabulary`.
    package let ids: [Int32]
    /// Texts, B.
    package let batch: Int
    /// Tokens per text, T: of the longest one, where nothing behind a text's end matters; else the context's.
    package let length: Int
    /// Where each text ends, `[B]`: the row that becomes its embedding.
    package let ends: [Int32]

    /// - Parameters:
    ///   - texts: ids with start and end, none empty.
    ///   - sizes: of the tower, which say how far texts are padded, and which row becomes the embedding.
    ///   - whole: whether texts are padded to the context's length in any case.
    init(_ texts: ArraySlice<[Int32]>, for sizes: ModelConfiguration.Text, whole: Bool = false) {
        // Padding is seen where there is no causal mask, and read where the last token is.
        let isWhole = whole || !sizes.isCausal || sizes.pooling == .last
        let length = isWhole ? sizes.contextLength : texts.reduce(1) { max($0, $1.count) }
        batch = texts.count
        self.length = length
        ids = texts.flatMap { $0 + [Int32](repeating: 0, count: length - $0.count) }
        ends = texts.map { Int32(TokenBatch.end(of: $0, sizes)) }
    }

    private static func end(of ids: [Int32], _ sizes: ModelConfiguration.Text) -> Int {
        switch sizes.pooling {
        case .first(let token): ids.firstIndex(of: token) ?? 0
        case .highestToken: ids.firstIndex(of: ids.max() ?? 0) ?? 0
        case .start: 0
        case .last: sizes.contextLength - 1
        }
    }
}
