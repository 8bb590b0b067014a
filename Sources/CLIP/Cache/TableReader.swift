package import CLIPWeights

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Looks values up in all tables of a shelf: it holds their keys, and reads a value when it is asked for.
///
/// Tables that are written later are not seen. Safe to use from several threads at once.
package final class TableReader: Sendable {
    private let files: [TableFile]
    private let valueSize: Int
    /// Every table's entries, one behind the other.
    private let entries: [UInt8]
    /// For each entry its file and its place there.
    private let places: [(file: Int32, record: Int32)]
    /// Numbers of entries plus one by their keys' first bytes; 0 for none. As many as a power of two.
    private let slots: [Int32]

    /// Opens those of the files that are tables of such values.
    init(_ paths: [String], valueSize: Int) {
        self.valueSize = valueSize
        var files: [TableFile] = []
        var entries: [UInt8] = []
        var places: [(file: Int32, record: Int32)] = []
        for path in paths {
            guard let file = TableFile(path, valueSize: valueSize), let keys = file.readEntries() else {
                continue
            }
            for record in 0..<file.count { places.append((Int32(files.count), Int32(record))) }
            entries += keys
            files.append(file)
        }
        var slots = [Int32](repeating: 0, count: Self.slotCount(places.count))
        for number in places.indices {
            var slot = Self.slot(entries[(number * CacheTable.entrySize)...], slots.count)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number + 1)
        }
        (self.files, self.entries, self.places, self.slots) = (files, entries, places, slots)
    }

    /// Records in all tables.
    package var count: Int { places.count }

    /// The value of a key, if it is there and sound.
    package func value(of key: ContentDigest) -> [UInt8]? {
        var slot = Self.slot(key.bytes[...], slots.count)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            let entry = entries[number * CacheTable.entrySize..<(number + 1) * CacheTable.entrySize]
            if entry.prefix(CacheTable.keySize).elementsEqual(key.bytes),
                let value = files[Int(places[number].file)].read(Int(places[number].record)),
                value.withUnsafeBytes({ CacheTable.isSound(entry: entry, value: $0) })
            {
                return value
            }
            // A damaged one may be there again in another table.
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// All records that are sound, of tables that are to be joined.
    func records() -> [(key: ContentDigest, value: [UInt8])] {
        places.indices.compactMap { number in
            let start = number * CacheTable.entrySize
            return ContentDigest(bytes: entries[start..<start + CacheTable.keySize]).flatMap { key in
                value(of: key).map { (key, $0) }
            }
        }
    }

    private static func slotCount(_ entries: Int) -> Int {
        var count = 16
        while count < 2 * entries { count *= 2 }
        return count
    }

    private static func slot(_ key: ArraySlice<UInt8>, _ count: Int) -> Int {
        // Digests are evenly spread.
        let head = key.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        return Int(truncatingIfNeeded: head & UInt64(count - 1))
    }
}

/// An open table. It is read, not mapped: another process may shorten what is mapped, and that would be a crash.
private final class TableFile: Sendable {
    private let descriptor: Int32
    private let valueSize: Int
    let count: Int

    init?(_ path: String, valueSize: Int) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        self.valueSize = valueSize
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let header = Self.read(descriptor, CacheTable.headerSize, at: 0),
            let count = CacheTable.count(header: header, size: Int(status.st_size), valueSize: valueSize)
        else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
        self.count = count
    }

    deinit { close(descriptor) }

    func readEntries() -> [UInt8]? {
        Self.read(descriptor, count * CacheTable.entrySize, at: CacheTable.headerSize)
    }

    func read(_ record: Int) -> [UInt8]? {
        let start = CacheTable.headerSize + count * CacheTable.entrySize
        return Self.read(descriptor, valueSize, at: start + record * valueSize)
    }

    private static func read(_ descriptor: Int32, _ wanted: Int, at offset: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let start = buffer.baseAddress {
                let got = pread(descriptor, start + count, wanted - count, off_t(offset + count))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                count += got
            }
        }
        return bytes.count == wanted ? bytes : nil
    }
}
