public import CLIPWeights

/// Text embeddings that were computed before, found by the text and all that decides its embedding.
public struct TextEmbeddingCache: Sendable {
    private let cache: DiskCache
    private let shelf: CacheShelf
    private let prefix: ContentDigest
    private let dimension: Int

    /// The category's name in the cache.
    public static let category = "text-embeddings"

    /// - Parameters:
    ///   - cache: where the embeddings are kept.
    ///   - textTower: the digest of the text tower's weights.
    ///   - architecture: the digest of what the weights do not show.
    ///   - tokenizer: the digest of the tokenizer.
    ///   - recipe: precision, engine version and instructions; image settings are not looked at.
    ///   - dimension: floats of an embedding.
    public init(
        cache: DiskCache, textTower: ContentDigest, architecture: ContentDigest, tokenizer: ContentDigest,
        recipe: Recipe, dimension: Int
    ) {
        var builder = DigestBuilder("swift-clip text embedding 1")
        builder.append(textTower)
        builder.append(architecture)
        builder.append(tokenizer)
        builder.append(recipe.precision)
        builder.append(recipe.engineVersion)
        builder.append(recipe.instructionSet)
        // Values are kept as the machine has them.
        #if _endian(little)
            builder.append("little-endian")
        #else
            builder.append("big-endian")
        #endif
        prefix = builder.finish()
        self.cache = cache
        self.dimension = dimension
        shelf = CacheShelf(
            category: Self.category, name: String(prefix.hex.prefix(16)),
            valueSize: max(dimension, 1) * MemoryLayout<Float>.size)
    }

    /// The embeddings of those texts that are there, by the texts' position.
    ///
    /// - Parameters:
    ///   - texts: as they are, before any cleaning.
    ///   - normalised: whether unit rows are wanted; they are kept apart from raw ones.
    public func embeddings(of texts: [String], normalised: Bool) -> [Int: [Float]] {
        guard cache.folder != nil else { return [:] }
        let keys = texts.map { key($0, normalised) }
        let found = cache.values(on: shelf, for: Set(keys))
        var rows: [Int: [Float]] = [:]
        for (index, key) in keys.enumerated() {
            guard let value = found[key], dimension > 0 else { continue }
            rows[index] = [Float](unsafeUninitializedCapacity: dimension) { row, count in
                UnsafeMutableRawBufferPointer(row).copyBytes(from: value)
                count = dimension
            }
        }
        return rows
    }

    /// Keeps embeddings, one row of `dimension` floats for each text.
    public func keep(_ rows: [(text: String, embedding: [Float])], normalised: Bool) {
        guard cache.folder != nil else { return }
        cache.keep(
            rows.map { row in
                precondition(
                    row.embedding.count == dimension, "\(row.embedding.count) floats, not \(dimension)")
                return (key(row.text, normalised), row.embedding.withUnsafeBytes { Array($0) })
            }, on: shelf)
    }

    private func key(_ text: String, _ normalised: Bool) -> ContentDigest {
        var builder = DigestBuilder("text")
        builder.append(prefix)
        builder.append(normalised ? 1 : 0)
        builder.append(text)
        return builder.finish()
    }
}
