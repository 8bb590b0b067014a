package import CLIPWeights

/// The bytes of one file of the cache that keeps many values: all keys, then all values.
///
///     magic 8 · value size u32 · record count u32       (16 bytes, little-endian)
///     (key 32 · checksum 8) × count                     (the first bytes of SHA-256 over key and value)
///     value × count
///
/// With the keys in front, who looks for a few of many values reads the keys and those values alone. A file is written
/// once and never changed; a value that does not match its checksum counts as not there.
package enum CacheTable {
    /// The format's name and version.
    private static let magic = Array("SWCLIPT1".utf8)
    /// Bytes before the first key.
    package static let headerSize = 16
    /// Bytes of a key with its checksum.
    package static let entrySize = keySize + checksumSize
    static let keySize = 32
    private static let checksumSize = 8

    /// A file's bytes from its records.
    package static func encode(_ records: [(key: ContentDigest, value: [UInt8])], valueSize: Int) -> [UInt8] {
        var bytes = magic
        bytes.reserveCapacity(headerSize + records.count * (entrySize + valueSize))
        for number in [valueSize, records.count] {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        for record in records {
            precondition(
                record.value.count == valueSize, "\(record.value.count) bytes on a shelf for \(valueSize)")
            bytes += record.key.bytes
            bytes += record.value.withUnsafeBytes { checksum(of: record.key.bytes[...], $0) }
        }
        for record in records { bytes += record.value }
        return bytes
    }

    /// How many records a file of `size` bytes has by its header; nil if it is none of this kind, or has lost its end.
    package static func count(header: [UInt8], size: Int, valueSize: Int) -> Int? {
        guard header.count == headerSize, header.starts(with: magic) else { return nil }
        func number(at offset: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(header[offset + $1]) << ($1 * 8) }
        }
        let count = number(at: 12)
        guard number(at: 8) == valueSize, size == headerSize + count * (entrySize + valueSize) else {
            return nil
        }
        return count
    }

    /// Whether an entry's checksum is that of its key with this value.
    package static func isSound(entry: ArraySlice<UInt8>, value: UnsafeRawBufferPointer) -> Bool {
        entry.suffix(checksumSize).elementsEqual(checksum(of: entry.prefix(keySize), value))
    }

    private static func checksum(
        of key: ArraySlice<UInt8>, _ value: UnsafeRawBufferPointer
    ) -> ArraySlice<UInt8> {
        var builder = DigestBuilder("swift-clip table 1")
        key.withUnsafeBytes { builder.append($0) }
        builder.append(value)
        return builder.finish().bytes.prefix(checksumSize)
    }
}
