/// Token ids of several texts, filled up to one length behind each text's end.
package struct TokenBatch: Sendable {
    /// `[B, T]`, row-major; each in `0 ..< vocabulary`.
    package let ids: [Int32]
    /// Texts, B.
    package let batch: Int
    /// Tokens per text, T: of the longest one. Under a causal mask nothing behind a text's end matters.
    package let length: Int
    /// Where each text ends, `[B]`: the row that becomes its embedding.
    package let ends: [Int32]

    /// - Parameters:
    ///   - texts: ids with start and end, none empty.
    ///   - pooling: which token's row becomes the embedding.
    init(_ texts: ArraySlice<[Int32]>, pooling: ModelConfiguration.TextPooling) {
        let length = texts.reduce(1) { max($0, $1.count) }
        batch = texts.count
        self.length = length
        ids = texts.flatMap { $0 + [Int32](repeating: 0, count: length - $0.count) }
        ends = texts.map { Int32(TokenBatch.end(of: $0, pooling)) }
    }

    private static func end(of ids: [Int32], _ pooling: ModelConfiguration.TextPooling) -> Int {
        switch pooling {
        case .first(let token):
            if let index = ids.firstIndex(of: token) { return index }
            return ids.count - 1
        case .highestToken:
            return ids.firstIndex(of: ids.max() ?? 0) ?? 0
        }
    }
}
