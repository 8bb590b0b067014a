/// Takes numbers and strings off the front of an input, so that one input says several things.
struct ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The next byte, or 0 at the end.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next two bytes as a number.
    mutating func number() -> Int { Int(byte()) | Int(byte()) << 8 }

    /// A number of a range.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + number() % (range.upperBound - range.lowerBound + 1)
    }

    /// One of a list.
    mutating func element<Element>(of list: [Element]) -> Element { list[Int(byte()) % list.count] }

    /// Bytes that repeat as often as needed.
    func bytes(_ count: Int) -> [UInt8] {
        let given = rest.isEmpty ? [0x5A] : Array(rest)
        return (0..<count).map { given[$0 % given.count] }
    }

    /// The parts between zero bytes, `count` of them.
    static func parts(_ bytes: [UInt8], _ count: Int) -> [[UInt8]] {
        var parts = bytes.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false).map(
            Array.init)
        while parts.count < count { parts.append([]) }
        return parts
    }
}

/// Calls `body` with a copy of the bytes outside any array, of exactly their length, so that a sanitizer sees a
/// read beyond the end.
func withExactBytes<Result>(
    _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Result
) rethrows -> Result {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    copy.copyBytes(from: bytes)
    defer { copy.deallocate() }
    return try body(UnsafeRawBufferPointer(copy))
}
