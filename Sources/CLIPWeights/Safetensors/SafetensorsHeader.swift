/// The checked header of a safetensors file: eight bytes of length, then JSON that gives every tensor
/// its type, shape and place (<https://github.com/huggingface/safetensors>, "Format").
struct SafetensorsHeader {
    /// One tensor's place.
    struct Entry {
        let name: String
        let elementType: ElementType
        let shape: [Int]
        /// Bytes from the start of the file.
        let offset: Int
        /// In bytes.
        let byteCount: Int
    }

    private(set) var metadata: [String: String] = [:]
    private(set) var entries: [Entry] = []

    /// Reads and checks a file's header.
    ///
    /// - Parameter name: what messages call the file.
    init(_ bytes: UnsafeRawBufferPointer, name: String) throws(WeightError) {
        func refuse(_ reason: String) -> WeightError {
            WeightError(.malformed, "\(name): not a whole safetensors file: \(reason)")
        }
        guard bytes.count >= 8 else { throw refuse("it has only \(bytes.count) bytes") }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= SafetensorsFile.largestHeader else {
            throw refuse("its header would have \(length) bytes; is it of another format?")
        }
        let start = 8 + Int(length)
        guard start <= bytes.count else {
            throw refuse("its header has \(length) bytes, but the file ends after \(bytes.count)")
        }
        var unread: (tensor: String, type: String)?
        do {
            try parse(UnsafeRawBufferPointer(rebasing: bytes[8..<start]), dataStart: start, &unread)
        } catch {
            if let unread {
                throw WeightError(
                    .unsupported,
                    "\(name): '\(unread.tensor)' has the element type '\(unread.type)', which is not read; "
                        + "\(WeightError.readTypes)")
            }
            throw refuse("its header is not valid: \(error)")
        }
        try checkPlaces(from: start, to: bytes.count, refuse)
    }

    // MARK: The JSON

    /// - Parameter unread: becomes the tensor of an element type that is not known, if that is what was wrong.
    private mutating func parse(
        _ json: UnsafeRawBufferPointer, dataStart: Int, _ unread: inout (tensor: String, type: String)?
    ) throws(JSONError) {
        var scanner = JSONScanner(json)
        var names: Set<String> = []
        var metadata: [String: String] = [:]
        var entries: [Entry] = []
        try scanner.object { (scanner, name) throws(JSONError) in
            guard names.insert(name).inserted else { throw scanner.fail("'\(name)' occurs twice") }
            if name == "__metadata__" {
                try scanner.object { (scanner, key) throws(JSONError) in
                    metadata[key] = try scanner.string()
                }
            } else {
                try entries.append(Self.entry(name, &scanner, dataStart, &unread))
            }
        }
        try scanner.end()
        self.metadata = metadata
        self.entries = entries
    }

    private static func entry(
        _ name: String, _ scanner: inout JSONScanner, _ dataStart: Int,
        _ unread: inout (tensor: String, type: String)?
    ) throws(JSONError) -> Entry {
        var type: ElementType?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { (scanner, field) throws(JSONError) in
            switch field {
            case "dtype" where type == nil:
                let text = try scanner.string()
                guard let known = ElementType(rawValue: text) else {
                    unread = (String(name.prefix(200)), String(text.prefix(40)))
                    throw scanner.fail("'\(name)' has the unknown element type '\(text)'")
                }
                type = known
            case "shape" where shape == nil:
                var sizes: [Int] = []
                try scanner.array { (scanner) throws(JSONError) in try sizes.append(scanner.count()) }
                shape = sizes
            case "data_offsets" where offsets == nil:
                var places: [Int] = []
                try scanner.array { (scanner) throws(JSONError) in try places.append(scanner.count()) }
                offsets = places
            default: throw scanner.fail("'\(name)' has an unknown or repeated field '\(field)'")
            }
        }
        guard let type, let shape, let offsets else {
            throw scanner.fail("'\(name)' lacks one of dtype, shape and data_offsets")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw scanner.fail("'\(name)' has data_offsets that are not a begin and an end")
        }
        let (offset, tooFar) = dataStart.addingReportingOverflow(offsets[0])
        guard !tooFar, let expected = byteCount(shape, type) else {
            throw scanner.fail("'\(name)' is too large")
        }
        guard expected == offsets[1] - offsets[0] else {
            throw scanner.fail(
                "'\(name)' of shape \(shape) and type \(type.rawValue) needs \(expected) bytes, "
                    + "but has \(offsets[1] - offsets[0])")
        }
        return Entry(name: name, elementType: type, shape: shape, offset: offset, byteCount: expected)
    }

    /// The bytes that a tensor takes; nil if there are more than can be addressed.
    static func byteCount(_ shape: [Int], _ type: ElementType) -> Int? {
        var total = type.size
        for size in shape {
            let (product, overflow) = total.multipliedReportingOverflow(by: size)
            guard !overflow else { return nil }
            total = product
        }
        return total
    }

    // MARK: The places

    /// Checks that the tensors follow one another from the header to the end of the file.
    private func checkPlaces(
        from start: Int, to end: Int, _ refuse: (String) -> WeightError
    ) throws(WeightError) {
        var reached = start
        for entry in entries.sorted(by: { ($0.offset, $0.byteCount) < ($1.offset, $1.byteCount) }) {
            guard entry.offset == reached else {
                let fault =
                    entry.offset < reached ? "overlaps the tensor before it" : "leaves a gap before it"
                throw refuse("'\(entry.name)' \(fault)")
            }
            // Offsets and sizes were bounded one by one; the sum must be, too.
            let (next, overflow) = entry.offset.addingReportingOverflow(entry.byteCount)
            guard !overflow, next <= end else {
                throw refuse("'\(entry.name)' lies beyond the end; the file is truncated at \(end) bytes")
            }
            reached = next
        }
        guard reached == end else {
            throw refuse("\(end - reached) bytes at its end belong to no tensor")
        }
    }
}
