/// Bytes that can be read at any place: a file, or the contents of one.
protocol ByteStore: Sendable {
    /// What messages call it.
    var name: String { get }
    /// In bytes.
    var size: Int { get }

    /// The bytes from a place on: `count`, or those up to the end.
    func read(at offset: Int, count: Int) throws(DatasetError) -> [UInt8]
}

/// Bytes in memory.
struct MemoryBytes: ByteStore {
    let name: String
    let bytes: [UInt8]

    var size: Int { bytes.count }

    func read(at offset: Int, count: Int) -> [UInt8] {
        Array(bytes[min(offset, size)..<min(offset + count, size)])
    }
}
