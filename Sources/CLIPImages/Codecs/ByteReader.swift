/// Numbers at places of a file; nil where the file has ended.
struct ByteReader {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var count: Int { bytes.count }

    func byte(_ at: Int) -> Int? { at >= 0 && at < bytes.count ? Int(bytes[at]) : nil }

    /// `count` bytes from `at` on, all of which are there.
    func slice(_ at: Int, count: Int) -> UnsafeRawBufferPointer? {
        guard at >= 0, count >= 0, at <= bytes.count, count <= bytes.count - at else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<at + count])
    }

    /// As many of `count` bytes from `at` on as are there.
    func available(_ at: Int, count: Int) -> UnsafeRawBufferPointer {
        guard at >= 0, at < bytes.count, count > 0 else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(rebasing: bytes[at..<at + min(count, bytes.count - at)])
    }

    func little16(_ at: Int) -> Int? { slice(at, count: 2).map(Self.littleEndian) }

    func little32(_ at: Int) -> Int? { slice(at, count: 4).map(Self.littleEndian) }

    private static func littleEndian(_ field: UnsafeRawBufferPointer) -> Int {
        field.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
