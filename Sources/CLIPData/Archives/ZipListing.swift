/// Where a file of a zip archive is, by the archive's directory.
struct ZipPlace: Sendable, Hashable {
    /// Where its own header begins.
    let header: Int
    /// Bytes as they lie in the archive.
    let packed: Int
    let isDeflated: Bool
    let checksum: UInt32
}

/// Reads the directory of a zip archive (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, with its 64-bit
/// fields), and files by it.
struct ZipListing {
    private static let endSize = 22
    private static let recordSize = 46
    private static let largestDirectory = 1 << 30
    /// More than deflate can pack together.
    private static let mostRatio = 1100

    private let store: any ByteStore

    init(_ store: any ByteStore) {
        self.store = store
    }

    /// All files, and those that are refused.
    /// - Throws: where there is no directory, or it is damaged.
    func listing() throws(DatasetError) -> ArchiveListing {
        let directory = try directory()
        guard directory.count <= Self.largestDirectory else { throw fail("its directory is too large") }
        let bytes = try store.read(at: directory.lowerBound, count: directory.count)
        var listing = ArchiveListing()
        var offset = 0
        while offset + Self.recordSize <= bytes.count {
            let record = ZipRecord(bytes, at: offset)
            guard record.hasSignature(0x0201_4B50), let next = record.end else {
                throw fail("its directory is damaged at byte \(directory.lowerBound + offset)")
            }
            add(record, to: &listing)
            offset = next
        }
        guard offset == bytes.count else { throw fail("its directory ends too soon") }
        return listing
    }

    private func add(_ record: ZipRecord, to listing: inout ArchiveListing) {
        // Some tools of Windows write "\".
        let name = record.name.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        guard name.last != UInt8(ascii: "/") else { return }
        let reason: String? =
            record.isEncrypted
            ? "it is encrypted"
            : record.isLink
                ? "a link, which is not followed: pack the file itself"
                : ![0, 8].contains(record.method)
                    ? "packed by method \(record.method): pack with deflate (zip's default)"
                    : record.isSound(within: store.size, mostRatio: Self.mostRatio)
                        ? nil : "its sizes cannot be: the archive is damaged"
        if let reason {
            listing.faults.append(ArchiveFault(path: name, reason: reason))
            return
        }
        let place = ZipPlace(
            header: record.header, packed: record.packed, isDeflated: record.method == 8,
            checksum: record.checksum)
        listing.add(name, size: record.size, .zip(place))
    }

    /// Where the directory lies, by the archive's end.
    private func directory() throws(DatasetError) -> Range<Int> {
        let tail = min(store.size, Self.endSize + 0xFFFF)
        let start = store.size - tail
        let bytes = try store.read(at: start, count: tail)
        for offset in stride(from: bytes.count - Self.endSize, through: 0, by: -1) {
            let end = ZipRecord(bytes, at: offset)
            guard end.hasSignature(0x0605_4B50), offset + Self.endSize + end.short(20) == bytes.count else {
                continue
            }
            var (size, place) = (end.word(12), end.word(16))
            if size == 0xFFFF_FFFF || place == 0xFFFF_FFFF || end.short(10) == 0xFFFF {
                (size, place) = try wide(before: start + offset)
            }
            guard place >= 0, size >= 0, place <= start + offset, size <= start + offset - place else {
                throw fail("its directory is not where its end says")
            }
            return place..<place + size
        }
        throw fail("its end is missing; fetch it again")
    }

    /// Size and place of the directory of a large archive.
    private func wide(before end: Int) throws(DatasetError) -> (size: Int, place: Int) {
        let locator = ZipRecord(try store.read(at: max(end - 20, 0), count: 20), at: 0)
        guard end >= 20, locator.hasSignature(0x0706_4B50) else { throw fail("its 64-bit end is missing") }
        let bytes = try store.read(at: locator.long(8), count: 56)
        let record = ZipRecord(bytes, at: 0)
        guard bytes.count == 56, record.hasSignature(0x0606_4B50) else {
            throw fail("its 64-bit end is not where its locator says")
        }
        return (record.long(40), record.long(48))
    }

    private func fail(_ reason: String) -> DatasetError {
        DatasetError("\(store.name): not a whole zip archive: \(reason)")
    }

    /// A file's bytes, unpacked and compared with its checksum.
    /// - Throws: the reason alone.
    static func read(_ place: ZipPlace, size: Int, from store: any ByteStore) throws(DatasetError) -> [UInt8]
    {
        let header = ZipRecord(try store.read(at: place.header, count: 30), at: 0)
        guard header.hasSignature(0x0403_4B50) else {
            throw DatasetError("it is not where the archive's directory says")
        }
        let start = place.header + 30 + header.short(26) + header.short(28)
        let packed = try store.read(at: start, count: place.packed)
        guard packed.count == place.packed else { throw DatasetError("the archive is cut inside it") }
        let bytes = place.isDeflated ? try Inflater.all(packed, .raw, atMost: size) : packed
        guard let bytes, bytes.count == size, Inflater.checksum(bytes) == place.checksum else {
            throw DatasetError("it is damaged in the archive: fetch the archive again")
        }
        return bytes
    }
}
