import CLIPWeights

/// How records lie in the files of a shelf. Both forms are split, written and joined alike.
struct RecordForm: Sendable {
    /// A value with its key.
    typealias Record = (key: ContentDigest, value: [UInt8])

    /// What the files end in.
    let suffix: String
    /// Bytes of a record whose value has so many.
    let recordSize: @Sendable (_ valueSize: Int) -> Int
    /// A file's bytes.
    let encode: @Sendable (_ records: [Record], _ valueSize: Int) -> [UInt8]
    /// The sound records of files, each as often as it is there.
    let decode: @Sendable (_ paths: [String], _ valueSize: Int) -> [Record]

    /// A file is split above this size, and not joined with others any more.
    static let largestFile = 8 << 20
    /// A shelf with more small files than this has them joined.
    static let mostSmallFiles = 16

    /// Records behind each other, for shelves that are read as a whole.
    static let segments = RecordForm(
        suffix: ".rows", recordSize: CacheSegment.recordSize, encode: CacheSegment.encode
    ) { paths, valueSize in
        var records: [Record] = []
        for path in paths {
            guard let bytes = CacheFiles.read(path, atMost: DiskCache.limit) else { continue }
            CacheSegment.decode(bytes, valueSize: valueSize, wanted: nil) { records.append(($0, Array($1))) }
        }
        return records
    }

    /// Keys in front, for shelves of which a few values are wanted.
    static let tables = RecordForm(
        suffix: ".table", recordSize: { CacheTable.entrySize + $0 }, encode: CacheTable.encode
    ) { paths, valueSize in TableReader(paths, valueSize: valueSize).records() }

    /// How many records fill a file.
    func recordsPerFile(_ shelf: CacheShelf) -> Int { max(1, Self.largestFile / recordSize(shelf.valueSize)) }
}

extension DiskCache {
    /// Keeps records, as far as that is possible.
    /// - Returns: whether they were kept.
    func keep(_ records: [RecordForm.Record], on shelf: CacheShelf, as form: RecordForm) -> Bool {
        guard let path = path(of: shelf), !records.isEmpty, CacheFiles.makeFolder(path) else { return false }
        let perFile = form.recordsPerFile(shelf)
        for start in stride(from: 0, to: records.count, by: perFile) {
            let part = Array(records[start..<min(start + perFile, records.count)])
            guard write(part, shelf, path, form) else { return false }
        }
        join(shelf, path, form)
        shrink()
        return true
    }

    /// The files of one form on a shelf; those that this cache cannot have written are dropped unread.
    func files(_ path: String, _ form: RecordForm) -> [CacheFiles.Entry] {
        CacheFiles.list(path).filter { file in
            guard !file.isFolder, file.name.hasSuffix(form.suffix) else { return false }
            if file.size > Self.limit { CacheFiles.remove(file) }
            return file.size <= Self.limit
        }
    }

    private func write(
        _ records: [RecordForm.Record], _ shelf: CacheShelf, _ path: String, _ form: RecordForm
    ) -> Bool {
        let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return CacheFiles.write(form.encode(records, shelf.valueSize), to: "\(path)/\(name)\(form.suffix)")
    }

    /// Makes one file out of many small ones. Another process may do the same at once: then values are there twice until
    /// the next time.
    private func join(_ shelf: CacheShelf, _ path: String, _ form: RecordForm) {
        let small = files(path, form).filter { $0.size < RecordForm.largestFile / 2 }
        guard small.count > RecordForm.mostSmallFiles else { return }
        var size = 0
        let joined = small.prefix { file in
            size += file.size
            return size <= RecordForm.largestFile
        }
        var seen: Set<ContentDigest> = []
        let records = form.decode(joined.map(\.path), shelf.valueSize).filter { seen.insert($0.key).inserted }
        guard records.isEmpty || write(records, shelf, path, form) else { return }
        for file in joined { CacheFiles.remove(file) }
    }
}
