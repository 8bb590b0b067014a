extension StoredTensor {
    /// Elements that are rounded, and bytes that are copied, between two looks at `isCancelled`.
    private static let pieceLength = 1 << 16
    private static let copyLength = 16 << 20

    /// Appends the elements to a file.
    ///
    /// Elements whose type stays are copied byte by byte. Floats that get another type are rounded once, ties to
    /// even.
    /// - Returns: false if `isCancelled` was true in between.
    /// - Throws: what the disk says, and `malformed` with the element's place where a number would become infinite.
    package func write(
        to writer: inout SafetensorsWriter, isCancelled: () -> Bool
    ) throws(WeightError) -> Bool {
        guard !isTransposed else { return try writeTransposed(to: &writer) }
        guard elementType != source.elementType else {
            let size = elementType.size
            var start = range.lowerBound * size
            let end = range.upperBound * size
            return try source.withUnsafeBytes { (bytes) throws(WeightError) in
                while start < end {
                    guard !isCancelled() else { return false }
                    let next = min(start + Self.copyLength, end)
                    try writer.append(UnsafeRawBufferPointer(rebasing: bytes[start..<next]))
                    start = next
                }
                return true
            }
        }
        var floats = [Float](repeating: 0, count: min(range.count, Self.pieceLength))
        var start = range.lowerBound
        while start < range.upperBound {
            guard !isCancelled() else { return false }
            let next = min(start + floats.count, range.upperBound)
            floats.removeLast(floats.count - (next - start))
            floats.withUnsafeMutableBufferPointer { read(start..<next, into: $0) }
            try append(floats, from: start, to: &writer)
            start = next
        }
        return true
    }

    /// A projection: small enough to be turned in memory.
    private func writeTransposed(to writer: inout SafetensorsWriter) throws(WeightError) -> Bool {
        let (rows, columns) = (shape[0], shape[1])
        if elementType == source.elementType {
            let size = elementType.size
            let turned = source.withUnsafeBytes { bytes in
                [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
                    for row in 0..<rows {
                        for column in 0..<columns {
                            let (from, to) = ((column * rows + row) * size, (row * columns + column) * size)
                            for byte in 0..<size { target[to + byte] = bytes[from + byte] }
                        }
                    }
                    count = bytes.count
                }
            }
            try turned.withUnsafeBytesTyped { (bytes) throws(WeightError) in try writer.append(bytes) }
            return true
        }
        var floats = [Float](repeating: 0, count: source.count)
        floats.withUnsafeMutableBufferPointer { read(0..<source.count, into: $0) }
        let turned = [Float](unsafeUninitializedCapacity: floats.count) { target, count in
            for row in 0..<rows {
                for column in 0..<columns { target[row * columns + column] = floats[column * rows + row] }
            }
            count = floats.count
        }
        try append(turned, from: nil, to: &writer)
        return true
    }

    /// Elements as floats from which 16 bits can be rounded.
    private func read(_ elements: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
        guard source.elementType == .float64, elementType != .float32 else {
            source.copyFloats(elements, into: target)
            return
        }
        source.withUnsafeBytes { bytes in
            for (index, element) in elements.enumerated() {
                let bits = bytes.loadUnaligned(fromByteOffset: element * 8, as: UInt64.self)
                target[index] = roundedToOdd(Double(bitPattern: UInt64(littleEndian: bits)))
            }
        }
    }

    /// - Parameter start: the first float's place in `source`; nil if they are turned.
    private func append(
        _ floats: [Float], from start: Int?, to writer: inout SafetensorsWriter
    ) throws(WeightError) {
        let overflow: Int?
        let stored: [UInt8]
        if elementType == .float32 {
            overflow = floats.firstIndex { !$0.isFinite }
            stored = floats.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
        } else {
            var halves = [UInt8](repeating: 0, count: floats.count * elementType.size)
            overflow = halves.withUnsafeMutableBytes { target in
                floats.withUnsafeBufferPointer { narrow($0, elementType, into: target) }
            }
            stored = halves
        }
        if let overflow {
            let place =
                start.map { source.indices(of: $0 + overflow) } ?? [overflow / shape[1], overflow % shape[1]]
            throw WeightError(
                .malformed,
                "'\(name)' holds \(floats[overflow]) at \(place), and the largest that "
                    + "\(elementType.rawValue) has is \(elementType.largestText): choose another type")
        }
        try stored.withUnsafeBytesTyped { (bytes) throws(WeightError) in try writer.append(bytes) }
    }
}
