/// A tensor that lies in a file: name, shape, and elements that are widened when they are asked for.
///
/// It may be put together from several tensors of a file, one after another along the first axis, and
/// it may be a file's tensor transposed; both are hidden here, so that a network sees one layout of
/// weights whatever file they came from. Reading costs nothing before elements are asked for.
public struct WeightTensor: Sendable {
    /// The name that was asked for.
    public let name: String
    /// How the file stores the elements; `float32` if its pieces differ.
    public let elementType: ElementType
    /// Sizes from the slowest axis to the fastest; empty for a single number.
    public let shape: [Int]
    /// The product of the shape.
    public let count: Int

    /// One stretch of a file.
    struct Piece: Sendable {
        let file: FileBytes
        let offset: Int
        let elementType: ElementType
        let count: Int
        /// How the elements lie where they do not follow one another.
        var strides: Strides?

        /// Lends the bytes of some of the elements, in row-major order.
        func withBytes<Result, Failure: Error>(
            of elements: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            let size = elementType.size
            if let strides {
                return try strides.withGathered(elements, of: size, from: offset, in: file, body)
            }
            return try file.withBytes { (bytes) throws(Failure) in
                let start = offset + elements.lowerBound * size
                return try body(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<start + elements.count * size]))
            }
        }

        /// Gives the memory of some of the elements, as far as they were read from a mapped file, back to the system.
        func release(_ elements: Range<Int>) {
            guard !elements.isEmpty else { return }
            // Elements that do not follow one another lie anywhere.
            let bytes =
                strides == nil
                ? offset + elements.lowerBound * elementType.size..<offset + elements.upperBound
                    * elementType.size : 0..<file.count
            file.release(bytes)
        }

        /// Widens some of the elements.
        func widen(_ elements: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
            withBytes(of: elements) { bytes in
                // No elements may mean no address.
                if let start = bytes.baseAddress { CLIPWeights.widen(start, elementType, into: target) }
            }
        }
    }
    /// In order; empty for a tensor of zeros.
    let pieces: [Piece]
    /// Whether `pieces` (then a single one) has the shape's two axes the other way round.
    let isTransposed: Bool

    init(name: String, shape: [Int], pieces: [Piece], isTransposed: Bool) {
        self.name = name
        self.shape = shape
        count = shape.reduce(1, *)
        self.pieces = pieces
        self.isTransposed = isTransposed
        let types = Set(pieces.map(\.elementType))
        elementType = types.count == 1 ? types.first! : .float32
    }

    init(entry: SafetensorsHeader.Entry, in file: FileBytes) {
        let count = entry.byteCount / entry.elementType.size
        let piece = Piece(file: file, offset: entry.offset, elementType: entry.elementType, count: count)
        name = entry.name
        shape = entry.shape
        self.count = count
        pieces = [piece]
        isTransposed = false
        elementType = entry.elementType
    }

    /// A tensor of PyTorch's.
    ///
    /// - Parameter storageStart: where the tensor's storage begins in the file, in bytes.
    init(_ tensor: TorchTensor, name: String, in file: FileBytes, storageStart: Int) {
        let type = tensor.elementType
        let strides =
            tensor.isContiguous ? nil : Strides(shape: tensor.shape, steps: tensor.strides)
        self.name = name
        shape = tensor.shape
        count = tensor.count
        pieces = [
            Piece(
                file: file, offset: storageStart + tensor.offset * type.size, elementType: type,
                count: tensor.count, strides: strides)
        ]
        isTransposed = false
        elementType = type
    }

    /// A tensor of zeros that stands in for one that is missing.
    static func zeros(name: String, shape: [Int]) -> WeightTensor {
        WeightTensor(name: name, shape: shape, pieces: [], isTransposed: false)
    }

    // MARK: Elements

    /// All elements in row-major order.
    public func floats() -> [Float] {
        // With no capacity the initialiser would write its count into the empty array that all threads share.
        guard count > 0 else { return [] }
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
            copyFloats(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialised = count
        }
    }

    /// Writes all elements in row-major order.
    ///
    /// - Parameter target: `count` floats.
    public func copyFloats(into target: UnsafeMutableBufferPointer<Float>) {
        copyFloats(0..<count, into: target)
    }

    /// Writes one row, the elements that share the first index.
    ///
    /// - Parameters:
    ///   - row: of `0 ..< shape[0]`.
    ///   - target: `count / shape[0]` floats.
    public func copyRow(_ row: Int, into target: UnsafeMutableBufferPointer<Float>) {
        precondition(!shape.isEmpty && row >= 0 && row < shape[0], "\(name) \(shape) has no row \(row)")
        let width = count / shape[0]
        copyFloats(row * width..<(row + 1) * width, into: target)
    }

    /// Writes the elements of a stretch of the row-major order.
    ///
    /// - Parameters:
    ///   - range: of `0 ..< count`.
    ///   - target: `range.count` floats.
    public func copyFloats(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count, "\(name) has \(count) elements, not \(range)")
        precondition(
            target.count == range.count, "\(range.count) elements do not fill \(target.count) floats")
        guard !range.isEmpty else { return }
        if pieces.isEmpty {
            target.update(repeating: 0)
        } else if isTransposed {
            copyTransposed(range, into: target)
        } else {
            forEachStretch(of: range) { piece, elements, place in
                piece.widen(
                    elements,
                    into: UnsafeMutableBufferPointer(rebasing: target[place..<place + elements.count]))
            }
        }
    }

    /// All elements of a tensor of whole numbers (token ids, counters).
    ///
    /// The elements of `uint64` above `Int.max` wrap to negative numbers.
    public func integers() -> [Int] {
        precondition(elementType.isInteger, "\(name) holds \(elementType.rawValue), not whole numbers")
        let size = elementType.size
        let isSigned = [.int8, .int16, .int32, .int64].contains(elementType)
        return withUnsafeBytes { bytes in
            (0..<count).map { index in
                var value = UInt64(0)
                for byte in 0..<size { value |= UInt64(bytes[index * size + byte]) << (8 * byte) }
                let unused = 64 - 8 * size
                return isSigned
                    ? Int(truncatingIfNeeded: value << unused) >> unused : Int(truncatingIfNeeded: value)
            }
        }
    }

    /// Lends the elements as little-endian bytes of `elementType`, in row-major order and at any alignment.
    ///
    /// A tensor that is one stretch of a file is lent as it lies there; any other is put together first.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if pieces.count == 1, !isTransposed {
            return try pieces[0].withBytes(of: 0..<count, body)
        }
        let assembled = UnsafeMutableRawBufferPointer.allocate(
            byteCount: count * elementType.size, alignment: 64)
        defer { assembled.deallocate() }
        assemble(into: assembled)
        return try body(UnsafeRawBufferPointer(assembled))
    }
}
