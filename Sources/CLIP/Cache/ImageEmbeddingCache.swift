package import CLIPWeights

/// Image embeddings that were computed before, found by the picture's bytes and all that decides its embedding.
///
/// Values are looked up in what was there when it was opened.
package struct ImageEmbeddingCache: Sendable {
    private let cache: DiskCache
    private let shelf: CacheShelf
    private let tables: TableReader?
    private let dimension: Int

    /// The category's name in the cache.
    package static let category = "image-embeddings"

    /// - Parameters:
    ///   - cache: where the embeddings are kept.
    ///   - origin: the digest of all that decides an embedding but the picture; see `imageDigest` of the model.
    ///   - dimension: floats of an embedding.
    package init(cache: DiskCache, origin: ContentDigest, dimension: Int) {
        self.cache = cache
        self.dimension = dimension
        shelf = CacheShelf(
            category: Self.category, name: origin.hex, valueSize: max(dimension, 1) * MemoryLayout<Float>.size
        )
        tables = cache.tables(on: shelf)
    }

    /// The embedding of the picture whose bytes have this digest, `[dimension]`; nil if it is not known.
    package func embedding(of picture: ContentDigest) -> [Float]? {
        guard let tables, tables.count > 0, let value = tables.value(of: picture) else { return nil }
        return [Float](unsafeUninitializedCapacity: dimension) { row, count in
            UnsafeMutableRawBufferPointer(row).copyBytes(from: value)
            count = dimension
        }
    }

    /// How many rows fill a file; who has many hands in so many at once.
    package var rowsPerFile: Int { DiskCache.recordsPerTable(shelf) }

    /// Keeps embeddings, one row of `dimension` floats for each picture.
    package func keep(_ rows: [(picture: ContentDigest, embedding: ArraySlice<Float>)]) {
        guard cache.folder != nil else { return }
        cache.keepTables(
            rows.map { row in
                precondition(
                    row.embedding.count == dimension, "\(row.embedding.count) floats, not \(dimension)")
                return (row.picture, row.embedding.withUnsafeBytes { Array($0) })
            }, on: shelf)
    }
}
