package import CLIPWeights

/// The bytes of one file of the cache: a header, then records of equal size, each with its own checksum.
///
///     magic 8 · value size u32 · record count u32      (16 bytes, little-endian)
///     key 32 · value · checksum 8                      (the first bytes of SHA-256 over key and value)
///
/// A file is written once and never changed. A record that does not match its checksum is passed over, so a
/// damaged file costs only what is damaged.
package enum CacheSegment {
    /// The format's name and version.
    private static let magic = Array("SWCLIPC1".utf8)
    private static let headerSize = 16
    private static let keySize = 32
    private static let checksumSize = 8
    /// The largest value in bytes.
    static let largestValue = 1 << 20

    /// A file's bytes from its records.
    package static func encode(_ records: [(key: ContentDigest, value: [UInt8])], valueSize: Int) -> [UInt8] {
        var bytes = magic
        bytes.reserveCapacity(headerSize + records.count * recordSize(valueSize))
        append(UInt32(valueSize), to: &bytes)
        append(UInt32(records.count), to: &bytes)
        for record in records {
            precondition(
                record.value.count == valueSize, "\(record.value.count) bytes on a shelf for \(valueSize)")
            let start = bytes.count
            bytes += record.key.bytes
            bytes += record.value
            bytes += bytes.withUnsafeBytes { checksum(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        }
        return bytes
    }

    /// Calls `body` with each record whose key is wanted (all, if `wanted` is nil) and whose checksum holds.
    package static func decode(
        _ file: [UInt8], valueSize: Int, wanted: Set<ContentDigest>?,
        _ body: (ContentDigest, UnsafeRawBufferPointer) -> Void
    ) {
        file.withUnsafeBytes { bytes in
            guard bytes.count >= headerSize, bytes.starts(with: magic),
                number(bytes, at: 8) == UInt32(valueSize)
            else { return }
            let size = recordSize(valueSize)
            // A file that lost its end still has its first records.
            let count = min(Int(number(bytes, at: 12)), (bytes.count - headerSize) / size)
            for index in 0..<count {
                let start = headerSize + index * size
                let record = UnsafeRawBufferPointer(rebasing: bytes[start..<start + size - checksumSize])
                let stored = bytes[start + size - checksumSize..<start + size]
                guard let key = ContentDigest(bytes: record[..<keySize]), wanted?.contains(key) ?? true,
                    stored.elementsEqual(checksum(record))
                else { continue }
                body(key, UnsafeRawBufferPointer(rebasing: record[keySize...]))
            }
        }
    }

    /// Bytes of a record in a file.
    package static func recordSize(_ valueSize: Int) -> Int { keySize + valueSize + checksumSize }

    private static func checksum(_ record: UnsafeRawBufferPointer) -> ArraySlice<UInt8> {
        ContentDigest(of: record).bytes.prefix(checksumSize)
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
