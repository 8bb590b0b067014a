/// The directory of a zip archive, of which stored entries can be read where they lie
/// (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, with its 64-bit fields).
///
/// Strict: what the ends, the directory and an entry's own header say must agree, no two entries may share a name
/// or a byte, and all lie before the directory. Nothing is unpacked, and no name is used as a path. Checksums are
/// not looked at: PyTorch can be told not to write them.
struct ZipArchive {
    /// The most entries of an archive. The largest CLIP's training checkpoint has some 4,000.
    static let mostEntries = 200_000

    let file: FileBytes
    /// By name.
    let entries: [String: ZipEntry]

    init(_ file: FileBytes) throws(WeightError) {
        self.file = file
        entries = try file.withBytes { (bytes) throws(WeightError) in
            let fields = ZipFields(bytes, name: file.name)
            let end = try ZipEnd(fields)
            return try Self.directory(fields, end)
        }
    }

    /// The names of all entries, sorted.
    var names: [String] { entries.keys.sorted() }

    /// Where an entry's bytes lie.
    ///
    /// - Throws: if it is compressed, or if its own header says something else than the directory.
    func place(of entry: ZipEntry) throws(WeightError) -> Range<Int> {
        try file.withBytes { (bytes) throws(WeightError) in
            try entry.place(in: ZipFields(bytes, name: file.name))
        }
    }

    private static func directory(
        _ fields: ZipFields, _ end: ZipEnd
    ) throws(WeightError) -> [String: ZipEntry] {
        guard end.entryCount <= mostEntries else {
            throw fields.fail("\(end.entryCount) entries; \(mostEntries) are the most that are read")
        }
        var offset = end.directory.lowerBound
        var found: [ZipEntry] = []
        for _ in 0..<end.entryCount {
            let (entry, next) = try ZipEntry.read(fields, at: offset, before: end.directory.upperBound)
            found.append(entry)
            offset = next
        }
        guard offset == end.directory.upperBound else {
            throw fields.fail("its directory has \(end.directory.upperBound - offset) bytes too many")
        }
        return try separated(found, before: end.directory.lowerBound, fields)
    }

    /// Checks that entries follow one another, and notes how far each may reach.
    private static func separated(
        _ found: [ZipEntry], before end: Int, _ fields: ZipFields
    ) throws(WeightError) -> [String: ZipEntry] {
        var entries: [String: ZipEntry] = [:]
        var limit = end
        for var entry in found.sorted(by: { $0.headerOffset > $1.headerOffset }) {
            guard entry.headerOffset <= limit, entry.smallestSize <= limit - entry.headerOffset else {
                throw fields.fail("'\(entry.name)' overlaps what follows it, or its directory")
            }
            entry.limit = limit
            limit = entry.headerOffset
            guard entries.updateValue(entry, forKey: entry.name) == nil else {
                throw fields.fail("'\(entry.name)' occurs twice")
            }
        }
        return entries
    }
}
