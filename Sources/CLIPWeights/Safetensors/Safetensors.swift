/// Writing whole safetensors files at once; ``SafetensorsWriter`` writes them piece by piece.
public enum Safetensors {
    /// A tensor in memory, to be written.
    public struct Tensor: Sendable {
        /// The tensor's name; unique in the file.
        public let name: String
        /// How its elements are stored.
        public let elementType: ElementType
        /// Sizes from the slowest axis to the fastest.
        public let shape: [Int]
        /// The elements, little-endian, in row-major order.
        public let bytes: [UInt8]

        /// A tensor of bytes that are elements of any type already.
        public init(_ name: String, _ elementType: ElementType, shape: [Int], bytes: [UInt8]) {
            self.name = name
            self.elementType = elementType
            self.shape = shape
            self.bytes = bytes
        }

        /// A tensor of floats; without a shape it is a vector.
        public init(_ name: String, shape: [Int]? = nil, _ values: [Float]) {
            self.init(
                name, .float32, shape: shape ?? [values.count],
                bytes: Self.bytes(values.map(\.bitPattern.littleEndian)))
        }

        /// A tensor of 64-bit whole numbers; without a shape it is a vector.
        public init(_ name: String, shape: [Int]? = nil, integers values: [Int]) {
            self.init(
                name, .int64, shape: shape ?? [values.count],
                bytes: Self.bytes(values.map { Int64($0).littleEndian }))
        }

        private static func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
            elements.withUnsafeBytes { Array($0) }
        }
    }

    /// Writes a file aside and puts it in its place when the disk has it.
    ///
    /// Tensors are laid out as Python's writer does it, by element type, wide ones first, then by name: so
    /// each is aligned, and the same tensors give the same bytes.
    public static func write(
        _ tensors: [Tensor], metadata: [String: String] = [:], to path: String
    ) throws(WeightError) {
        let ordered = tensors.sorted { left, right in
            let (leftRank, rightRank) = (rank(left.elementType), rank(right.elementType))
            return leftRank == rightRank
                ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : leftRank < rightRank
        }
        var writer = try SafetensorsWriter(
            path: path,
            tensors: ordered.map { .init($0.name, $0.elementType, shape: $0.shape) }, metadata: metadata)
        for tensor in ordered {
            try tensor.bytes.withUnsafeBytesTyped { (bytes) throws(WeightError) in try writer.append(bytes) }
        }
        try writer.finish()
    }

    /// A type's place in a file.
    static func rank(_ type: ElementType) -> Int {
        let order: [ElementType] = [
            .uint64, .int64, .float64, .float32, .uint32, .int32, .bfloat16, .float16, .uint16, .int16,
            .float8E4M3, .float8E5M2, .int8, .uint8, .bool,
        ]
        return order.firstIndex(of: type) ?? order.count
    }
}
