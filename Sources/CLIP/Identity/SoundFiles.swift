internal import CLIPWeights

/// Remembers of weight files that every number in them is finite, by what tells a file's state without reading it.
///
/// Looking at every number takes longer than anything else that a start does with a large model.
struct SoundFiles {
    private let cache: DiskCache
    private let key: ContentDigest?
    private let shelf = CacheShelf(category: "digests", name: "sound", valueSize: 1)

    init(_ cache: DiskCache, _ store: WeightStore) {
        self.cache = cache
        guard cache.folder != nil, let stamps = store.stamps, stamps.allSatisfy(RememberedDigests.isSettled)
        else {
            key = nil
            return
        }
        var builder = DigestBuilder("swift-clip sound weights 1")
        for stamp in stamps { builder.append(stamp) }
        key = builder.finish()
    }

    /// Whether these files were found sound before, and are as they were then.
    var areKnown: Bool { key.map { cache.values(on: shelf, for: [$0])[$0] != nil } ?? false }

    /// Keeps that they are sound.
    func remember() {
        if let key { cache.keep([(key: key, value: [1])], on: shelf) }
    }
}
