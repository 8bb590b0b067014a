package import CLIPWeights

/// Digests of picture files, remembered by what tells a file's state without reading it: device, inode, size and the
/// nanosecond of its last change.
package struct RememberedPictures: Sendable {
    private let cache: DiskCache
    private let known: TableReader?
    private static let shelf = CacheShelf(category: "digests", name: "pictures", valueSize: 32)

    /// Remembers in a cache; with one that is disabled nothing is known.
    package init(_ cache: DiskCache) {
        self.cache = cache
        known = cache.tables(on: Self.shelf)
    }

    /// The digest of a file that is as it was when it was read.
    package func digest(_ stamp: FileStamp) -> ContentDigest? {
        guard let known, known.count > 0, RememberedDigests.isSettled(stamp) else { return nil }
        return known.value(of: Self.key(stamp)).flatMap { ContentDigest(bytes: $0) }
    }

    /// Keeps what files were found to hold; those that may change again unnoticed are left out.
    package func keep(_ files: [(stamp: FileStamp, digest: ContentDigest)]) {
        guard cache.folder != nil else { return }
        cache.keepTables(
            files.filter { RememberedDigests.isSettled($0.stamp) }.map {
                (key: Self.key($0.stamp), value: $0.digest.bytes)
            }, on: Self.shelf)
    }

    private static func key(_ stamp: FileStamp) -> ContentDigest {
        var builder = DigestBuilder("swift-clip picture state 1")
        builder.append(stamp)
        return builder.finish()
    }
}
