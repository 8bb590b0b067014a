extension DiskCache {
    /// What the cache holds of one category.
    public struct Usage: Sendable, Hashable {
        /// The category's name, such as `text-embeddings`.
        public let category: String
        /// Whether it is that of prepared weights, whose limit is ``DiskCache/preparedCapacity``; all others together
        /// have ``DiskCache/capacity``.
        public var isPrepared: Bool { category == DiskCache.preparedCategory }
        /// How many files it has.
        public let files: Int
        /// How many bytes they take.
        public let bytes: Int
    }

    /// What the cache holds, by category; nothing if it is disabled.
    public func info() -> [Usage] {
        guard let folder else { return [] }
        return CacheFiles.list(folder).filter(\.isFolder).map { entry in
            let files = allFiles(of: entry.name)
            return Usage(category: entry.name, files: files.count, bytes: files.reduce(0) { $0 + $1.size })
        }
    }

    /// What ``clear(_:)`` did.
    public struct Cleared: Sendable, Hashable {
        /// Files that are gone.
        public let files: Int
        /// The bytes they took.
        public let bytes: Int
        /// Paths that could not be removed.
        public let failed: [String]
    }

    /// Removes everything, or everything of one category.
    @discardableResult
    public func clear(_ category: String? = nil) -> Cleared {
        var (files, bytes) = (0, 0)
        var failed: [String] = []
        for file in allFiles(of: category) {
            if CacheFiles.remove(file) {
                files += 1
                bytes += file.size
            } else {
                failed.append(file.path)
            }
        }
        // Folders that are not empty stay.
        for entry in folder.map(CacheFiles.list) ?? []
        where entry.isFolder && (category ?? entry.name) == entry.name {
            for shelf in CacheFiles.list(entry.path) where shelf.isFolder { CacheFiles.remove(shelf) }
            CacheFiles.remove(entry)
        }
        return Cleared(files: files, bytes: bytes, failed: failed)
    }
}
