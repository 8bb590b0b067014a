internal import CLIP

extension EmbeddingMatrix {
    /// Products that lie in memory at once: 64 MiB of them.
    static let mostProducts = 1 << 24

    /// Some rows at a time, at least one: their products with all of many others may be more than memory holds.
    /// - Parameters:
    ///   - count: how many others there are.
    ///   - most: products at most, where a row alone does not have more.
    /// - Returns: the rows in their order, each block with the place of its first.
    func blocks(
        forProductsWith count: Int, atMost most: Int = mostProducts
    ) -> some Sequence<(first: Int, rows: EmbeddingMatrix)> {
        let size = max(1, most / max(1, count))
        return stride(from: 0, to: rows, by: size).lazy.map { first in
            let end = min(first + size, rows)
            return (
                first,
                EmbeddingMatrix(
                    rows: end - first, dimension: dimension,
                    values: Array(values[first * dimension..<end * dimension]))
            )
        }
    }
}
