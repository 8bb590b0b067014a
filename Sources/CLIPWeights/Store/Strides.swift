/// How elements lie that do not follow one another: a transposed or cut tensor, saved as a view of its storage.
struct Strides: Sendable {
    /// Sizes from the slowest axis to the fastest; none is 0.
    let shape: [Int]
    /// Elements from one index to the next, for each axis.
    let steps: [Int]

    /// Lends a copy of elements in row-major order.
    ///
    /// - Parameters:
    ///   - range: of the row-major order.
    ///   - size: bytes of an element.
    ///   - start: where element 0 lies, in bytes.
    func withGathered<Result, Failure: Error>(
        _ range: Range<Int>, of size: Int, from start: Int, in file: FileBytes,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let gathered = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count * size, alignment: 64)
        defer { gathered.deallocate() }
        file.withBytes { bytes in gather(range, of: size, from: start, bytes, into: gathered) }
        return try body(UnsafeRawBufferPointer(gathered))
    }

    private func gather(
        _ range: Range<Int>, of size: Int, from start: Int, _ bytes: UnsafeRawBufferPointer,
        into target: UnsafeMutableRawBufferPointer
    ) {
        guard let width = shape.last, let step = steps.last, !range.isEmpty else { return }
        var element = range.lowerBound
        var written = 0
        // One row of the fastest axis at a time.
        while element < range.upperBound {
            let column = element % width
            let count = min(width - column, range.upperBound - element)
            var source = start + (rowStart(element / width) + column * step) * size
            for _ in 0..<count {
                UnsafeMutableRawBufferPointer(rebasing: target[written..<written + size])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[source..<source + size]))
                source += step * size
                written += size
            }
            element += count
        }
    }

    /// The place of a row's first element, in elements.
    private func rowStart(_ row: Int) -> Int {
        var rest = row
        var place = 0
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            place += rest % shape[axis] * steps[axis]
            rest /= shape[axis]
        }
        return place
    }
}
