/// Writes a safetensors file front to back: the header is known first, the elements follow in pieces.
///
/// The file appears at its path when ``finish()`` succeeds; until then, and if that never happens, whatever was
/// there stays.
public struct SafetensorsWriter: ~Copyable {
    /// What the header says about one tensor.
    public struct Layout: Sendable, Hashable {
        /// The tensor's name; unique in the file.
        public var name: String
        /// How its elements are stored.
        public var elementType: ElementType
        /// Sizes from the slowest axis to the fastest.
        public var shape: [Int]

        /// Creates a description.
        public init(_ name: String, _ elementType: ElementType, shape: [Int]) {
            self.name = name
            self.elementType = elementType
            self.shape = shape
        }
    }

    private let path: String
    private let file: AsideFile
    private let expected: Int
    private var appended = 0

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: where the file appears when it is finished.
    ///   - tensors: in the order in which their elements will be appended. Put wider elements first, so that
    ///     every tensor is aligned to its element size: readers in Python map them.
    ///   - metadata: free text; `format` is `pt` in files that PyTorch reads.
    ///   - alignment: at what multiple of bytes the first element lies: 8 as the format asks, or more.
    public init(
        path: String, tensors: [Layout], metadata: [String: String] = [:], alignment: Int = 8
    ) throws(WeightError) {
        precondition(alignment > 0 && alignment % 8 == 0, "an alignment of \(alignment) bytes")
        let (header, byteCount) = try Self.header(path, tensors, metadata, alignment)
        let file = try AsideFile(path)
        try header.withUnsafeBytesTyped { (bytes) throws(WeightError) in try file.append(bytes) }
        self.path = path
        self.file = file
        expected = byteCount
    }

    /// Appends elements, as little-endian bytes in the order of the header; pieces may end anywhere.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(WeightError) {
        guard bytes.count <= expected - appended else {
            throw WeightError(
                .malformed, "\(path): more bytes were appended than the header promises, \(expected)")
        }
        try file.append(bytes)
        appended += bytes.count
    }

    /// Completes the file, waits until the disk has it, and puts it in its place.
    public consuming func finish() throws(WeightError) {
        let (path, appended, expected) = (path, appended, expected)
        let file = file
        guard appended == expected else {
            throw WeightError(
                .malformed, "\(path): \(appended) bytes were appended, the header promises \(expected)")
        }
        try file.commit()
    }

    /// The header's bytes, and how many bytes of elements follow.
    private static func header(
        _ path: String, _ tensors: [Layout], _ metadata: [String: String], _ alignment: Int
    ) throws(WeightError) -> (header: [UInt8], byteCount: Int) {
        // Every letter takes a byte at least: a list that is far too long is refused before it is written out.
        let letters =
            metadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
            + tensors.reduce(0) { $0 + $1.name.utf8.count }
        guard letters <= SafetensorsFile.largestHeader else { throw tooLong(path, letters) }
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map {
                "\(jsonQuoted($0.key)):\(jsonQuoted($0.value))"
            }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var names: Set<String> = ["__metadata__"]
        var end = 0
        for tensor in tensors {
            guard names.insert(tensor.name).inserted else {
                throw WeightError(.malformed, "\(path): two tensors are called '\(tensor.name)'")
            }
            guard tensor.shape.allSatisfy({ $0 >= 0 }),
                let count = SafetensorsHeader.byteCount(tensor.shape, tensor.elementType),
                case let (next, overflow) = end.addingReportingOverflow(count), !overflow
            else { throw WeightError(.malformed, "\(path): '\(tensor.name)' has the size \(tensor.shape)") }
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(jsonQuoted(tensor.name)):{\"dtype\":\"\(tensor.elementType.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(end),\(next)]}")
            end = next
        }
        var json = Array("{\(members.joined(separator: ","))}".utf8)
        // Eight bytes of length come first.
        while (json.count + 8) % alignment != 0 { json.append(UInt8(ascii: " ")) }
        guard json.count <= SafetensorsFile.largestHeader else { throw tooLong(path, json.count) }
        let length = UInt64(json.count)
        return ((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + json, end)
    }

    private static func tooLong(_ path: String, _ count: Int) -> WeightError {
        WeightError(
            .malformed,
            "\(path): a header of \(count) bytes or more would not be read by others; keep long lists in tensors"
        )
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` with a typed error, which the standard library's lacks.
    func withUnsafeBytesTyped<Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try withUnsafeBufferPointer { (buffer) throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
    }
}
