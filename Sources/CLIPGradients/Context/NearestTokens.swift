public import CLIP
internal import CLIPNumerics
internal import CLIPText
internal import CLIPWeights

extension CLIPModel {
    /// The tokens whose embeddings are nearest to each of some vectors: how far what was learned is from words, as
    /// CoOp's authors look at it.
    ///
    /// The model must have a text tower.
    /// - Parameters:
    ///   - vectors: `[M, D]`, of the text tower's width.
    ///   - count: tokens for each vector.
    /// - Returns: for each vector its tokens, the nearest first.
    @concurrent
    public func nearestTokens(to vectors: EmbeddingMatrix, count: Int = 3) async -> [[NearToken]] {
        guard let sizes = configuration.text, vectors.dimension == sizes.width else { return [] }
        let table = tokenTable(sizes)
        let part = 1024
        let parts = stride(from: 0, to: sizes.vocabularySize, by: part).map {
            $0..<min($0 + part, sizes.vocabularySize)
        }
        let nearest = await compute.perform { [compute] in
            compute.map(parts) { Self.nearest($0, of: table, to: vectors, count: count) }
        }
        return (0..<vectors.rows).map { vector in
            nearest.flatMap { $0[vector] }.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }.prefix(
                count
            ).map {
                NearToken(text: tokenizer.decode([$0.id]), id: $0.id, distance: $0.distance)
            }
        }
    }

    /// The embeddings of tokens as the checkpoint has them.
    func tokenTable(_ sizes: ModelConfiguration.Text) -> LookupTable {
        LookupTable(
            weights.root["token_embedding"].tensor("weight", shape: [sizes.vocabularySize, sizes.width]))
    }

    private static func nearest(
        _ ids: Range<Int>, of table: LookupTable, to vectors: EmbeddingMatrix, count: Int
    ) -> [[(id: Int32, distance: Double)]] {
        var found = [[(id: Int32, distance: Double)]](repeating: [], count: vectors.rows)
        let width = vectors.dimension
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { row in
            for id in ids {
                table.copyRow(id, into: row)
                for vector in 0..<vectors.rows {
                    var square = 0.0
                    for column in 0..<width {
                        let difference = Double(vectors.values[vector * width + column] - row[column])
                        square += difference * difference
                    }
                    found[vector].append((Int32(id), square.squareRoot()))
                }
            }
        }
        return found.map { Array($0.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }.prefix(count)) }
    }
}
