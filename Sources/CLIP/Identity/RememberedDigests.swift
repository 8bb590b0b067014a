public import CLIPWeights

/// Digests of towers, remembered by what tells a file's state without reading it: device, inode, size and the
/// nanosecond of its last change.
public struct RememberedDigests: Sendable {
    private let cache: DiskCache
    private let shelf = CacheShelf(category: "digests", name: "towers", valueSize: 32)

    /// A file that changed so recently may change again without its time showing it, where clocks are coarse.
    private static let settlingTime: Int64 = 2_000_000_000

    /// Remembers in a cache; with one that is disabled every digest is computed.
    public init(_ cache: DiskCache) {
        self.cache = cache
    }

    /// The digest of a tower's weights; nil if the files have none of its tensors.
    public func digest(of tower: WeightStore.Tower, in store: WeightStore) -> ContentDigest? {
        guard cache.folder != nil, let stamps = store.stamps, stamps.allSatisfy(Self.isSettled) else {
            return store.digest(of: tower)
        }
        let key = Self.key(tower, stamps)
        if let digest = known(of: tower, in: store) { return digest }
        guard let digest = store.digest(of: tower) else { return nil }
        cache.keep([(key, digest.bytes)], on: shelf)
        return digest
    }

    /// The digest, if it was computed before and the files are as they were then: nothing is read.
    func known(of tower: WeightStore.Tower, in store: WeightStore) -> ContentDigest? {
        guard cache.folder != nil, let stamps = store.stamps, stamps.allSatisfy(Self.isSettled) else {
            return nil
        }
        let key = Self.key(tower, stamps)
        return cache.values(on: shelf, for: [key])[key].flatMap { ContentDigest(bytes: $0) }
    }

    private static func key(_ tower: WeightStore.Tower, _ stamps: [FileStamp]) -> ContentDigest {
        var builder = DigestBuilder("swift-clip file state 1")
        builder.append(tower.rawValue)
        for stamp in stamps { builder.append(stamp) }
        return builder.finish()
    }

    /// Waits until files that were just written count as settled, which takes two seconds at most.
    static func settle(_ store: WeightStore) async {
        for _ in 0..<25 where store.stamps?.allSatisfy(isSettled) == false {
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whether a file has been as it is for long enough that a change would show.
    static func isSettled(_ stamp: FileStamp) -> Bool {
        // Times far from now, as odd file systems have them, may wrap: then the file counts as unsettled.
        Int64(CacheFiles.now() * 1e9) &- stamp.modified > settlingTime
    }
}

extension DigestBuilder {
    /// Adds what tells a file's state.
    mutating func append(_ stamp: FileStamp) {
        append(Int(bitPattern: UInt(truncatingIfNeeded: stamp.device)))
        append(Int(bitPattern: UInt(truncatingIfNeeded: stamp.inode)))
        append(Int(stamp.size))
        append(Int(stamp.modified))
    }
}
