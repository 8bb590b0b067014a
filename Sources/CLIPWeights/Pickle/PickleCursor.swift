/// Reads a pickle's bytes front to back; what lies beyond the end is an error, never a read.
struct PickleCursor {
    private let bytes: UnsafeRawBufferPointer
    /// The next byte's place.
    private(set) var position: Int

    /// - Parameters:
    ///   - bytes: stay valid while the cursor is used.
    ///   - start: of `0 ... bytes.count`.
    init(_ bytes: UnsafeRawBufferPointer, at start: Int = 0) {
        self.bytes = bytes
        position = start
    }

    /// Bytes that are left.
    var rest: Int { bytes.count - position }

    /// The next bytes; nil if there are not so many.
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= rest else { return nil }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// The next little-endian number.
    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number? {
        take(MemoryLayout<Number>.size).map { Number(littleEndian: $0.loadUnaligned(as: type)) }
    }

    /// The bytes up to the next line feed, which is taken, too.
    mutating func line() -> UnsafeRawBufferPointer? {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { position = end + 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    }
}
