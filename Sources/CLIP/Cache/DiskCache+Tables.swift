package import CLIPWeights

extension DiskCache {
    /// What tables end in.
    static let tableSuffix = ".table"
    /// A table is split above this size, and not joined with others any more.
    private static let largestTable = 8 << 20
    /// A shelf with more small tables than this has them joined.
    private static let mostSmallTables = 16

    /// Opens a shelf's tables for looking values up; nil if nothing is kept.
    package func tables(on shelf: CacheShelf) -> TableReader? {
        guard let path = path(of: shelf) else { return nil }
        let files = tableFiles(path)
        // Used together, they grow old together.
        for file in files where CacheFiles.now() - file.modified > Self.touchInterval {
            CacheFiles.touch(file.path)
        }
        return TableReader(files.map(\.path), valueSize: shelf.valueSize)
    }

    /// How many values are worth a table of their own; who has many to keep hands in so many at once.
    package static func recordsPerTable(_ shelf: CacheShelf) -> Int {
        max(1, largestTable / (CacheTable.entrySize + shelf.valueSize))
    }

    /// Keeps values in tables, as far as that is possible.
    ///
    /// - Returns: whether they were kept.
    @discardableResult
    package func keepTables(_ records: [(key: ContentDigest, value: [UInt8])], on shelf: CacheShelf) -> Bool {
        guard let path = path(of: shelf), !records.isEmpty, CacheFiles.makeFolder(path) else { return false }
        let perTable = Self.recordsPerTable(shelf)
        for start in stride(from: 0, to: records.count, by: perTable) {
            let part = Array(records[start..<min(start + perTable, records.count)])
            guard write(part, shelf, path) else { return false }
        }
        join(shelf, path)
        shrink()
        return true
    }

    private func tableFiles(_ path: String) -> [CacheFiles.Entry] {
        CacheFiles.list(path).filter { !$0.isFolder && $0.name.hasSuffix(Self.tableSuffix) }
    }

    private func write(
        _ records: [(key: ContentDigest, value: [UInt8])], _ shelf: CacheShelf, _ path: String
    ) -> Bool {
        let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return CacheFiles.write(
            CacheTable.encode(records, valueSize: shelf.valueSize), to: "\(path)/\(name)\(Self.tableSuffix)")
    }

    /// Makes one table out of many small ones. Another process may do the same at once: then values are there twice.
    private func join(_ shelf: CacheShelf, _ path: String) {
        let small = tableFiles(path).filter { $0.size < Self.largestTable / 2 }
        guard small.count > Self.mostSmallTables else { return }
        var size = 0
        let joined = small.prefix { file in
            size += file.size
            return size <= Self.largestTable
        }
        var seen: Set<ContentDigest> = []
        let records = TableReader(joined.map(\.path), valueSize: shelf.valueSize).records()
            .filter { seen.insert($0.key).inserted }
        guard records.isEmpty || write(records, shelf, path) else { return }
        for file in joined { CacheFiles.remove(file) }
    }
}
