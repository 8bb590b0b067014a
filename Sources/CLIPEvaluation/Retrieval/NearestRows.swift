public import CLIP
public import CLIPNumerics

/// Which rows of one matrix are nearest to each row of another, by cosine.
public struct NearestRows: Sendable, Hashable {
    /// Rows kept for each query.
    public let depth: Int
    /// The nearest rows, nearest first, `[queries, depth]`; equal ones in their order.
    public let rows: [Int32]
    /// Their cosines, `[queries, depth]`.
    public let cosines: [Float]

    /// Looks for the nearest.
    /// - Parameters:
    ///   - queries: `[Q, E]`, unit rows.
    ///   - targets: `[N, E]`, unit rows, among which is looked; at least one.
    ///   - most: rows kept for each query; all, where there are fewer.
    ///   - compute: threads and kernels; blocks the calling thread.
    public init(
        of queries: EmbeddingMatrix, among targets: EmbeddingMatrix, most: Int = 5, compute: Compute = .shared
    ) {
        self.init(
            of: queries, among: targets, depth: min(most, targets.rows), leavesOutItself: false, compute)
    }

    /// The nearest others of each row.
    /// - Parameters:
    ///   - rows: `[N, E]`, unit rows; at least two.
    ///   - most: rows kept for each.
    ///   - compute: where products run.
    public init(amongThemselves rows: EmbeddingMatrix, most: Int = 5, compute: Compute = .shared) {
        precondition(rows.rows > 1, "a row alone has no neighbour")
        self.init(of: rows, among: rows, depth: min(most, rows.rows - 1), leavesOutItself: true, compute)
    }

    private init(
        of queries: EmbeddingMatrix, among targets: EmbeddingMatrix, depth: Int, leavesOutItself: Bool,
        _ compute: Compute
    ) {
        var rows = [Int32](repeating: 0, count: queries.rows * depth)
        var cosines = [Float](repeating: 0, count: queries.rows * depth)
        rows.withUnsafeMutableBufferPointer { rows in
            cosines.withUnsafeMutableBufferPointer { cosines in
                nonisolated(unsafe) let (rows, cosines) = (rows, cosines)
                LinearClassifier(vectors: targets, scale: 1).forEach(queries, compute) { query, products, _ in
                    // One more than is kept: a row finds itself, too, though not always first among equal ones.
                    let sought = depth + (leavesOutItself ? 1 : 0)
                    withUnsafeTemporaryAllocation(of: Int32.self, capacity: sought) { best in
                        ScoreRow.selectBest(products, into: best)
                        var place = query * depth
                        for row in best where place < (query + 1) * depth {
                            if leavesOutItself, Int(row) == query { continue }
                            rows[place] = row
                            cosines[place] = products[Int(row)]
                            place += 1
                        }
                    }
                }
            }
        }
        (self.depth, self.rows, self.cosines) = (depth, rows, cosines)
    }

    /// The nearest rows of a query, nearest first.
    public subscript(query: Int) -> [(row: Int, cosine: Float)] {
        (query * depth..<(query + 1) * depth).map { (Int(rows[$0]), cosines[$0]) }
    }
}
