package import CLIPWeights

extension DiskCache {
    /// Opens a shelf's tables for looking values up; nil if nothing is kept.
    package func tables(on shelf: CacheShelf) -> TableReader? {
        guard let path = path(of: shelf) else { return nil }
        let files = files(path, .tables)
        // Used together, they grow old together.
        for file in files where CacheFiles.now() - file.modified > Self.touchInterval {
            CacheFiles.touch(file.path)
        }
        return TableReader(files.map(\.path), valueSize: shelf.valueSize)
    }

    /// How many values are worth a table of their own; who has many to keep hands in so many at once.
    package static func recordsPerTable(_ shelf: CacheShelf) -> Int {
        RecordForm.tables.recordsPerFile(shelf)
    }

    /// Keeps values in tables, as far as that is possible.
    ///
    /// - Returns: whether they were kept.
    @discardableResult
    package func keepTables(_ records: [(key: ContentDigest, value: [UInt8])], on shelf: CacheShelf) -> Bool {
        keep(records, on: shelf, as: .tables)
    }
}
