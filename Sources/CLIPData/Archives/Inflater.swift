internal import CCLIPInflate

/// Inflates data piece by piece.
struct Inflater: ~Copyable {
    /// What stands around the compressed data.
    enum Format {
        case raw, zlib, gzip

        fileprivate var code: Int32 {
            switch self {
            case .raw: Int32(cclip_inflate_raw)
            case .zlib: Int32(cclip_inflate_zlib)
            case .gzip: Int32(cclip_inflate_gzip)
            }
        }
    }

    private let handle: OpaquePointer
    private(set) var isAtEnd = false

    init(_ format: Format) throws(DatasetError) {
        guard let handle = cclip_inflater_create(format.code) else {
            throw DatasetError("there is no memory left to unpack with")
        }
        self.handle = handle
    }

    deinit { cclip_inflater_destroy(handle) }

    /// Inflates what `room` bytes have place for.
    ///
    /// - Parameter input: what comes next; what was used of it is taken away.
    /// - Returns: nil where the data are damaged.
    mutating func step(_ input: inout ArraySlice<UInt8>, room: Int) -> [UInt8]? {
        var taken = 0
        var status = Int32(cclip_inflate_more)
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, written in
            status = input.withUnsafeBufferPointer { bytes in
                cclip_inflater_step(
                    handle, bytes.baseAddress, bytes.count, &taken, buffer.baseAddress, room, &written)
            }
        }
        input.removeFirst(taken)
        isAtEnd = status == cclip_inflate_end
        return status == cclip_inflate_damaged ? nil : output
    }

    /// Inflates all of some bytes.
    ///
    /// - Parameter limit: the most that may come of it.
    /// - Returns: nil where the data are damaged, cut, or give more than the limit.
    static func all(_ bytes: [UInt8], _ format: Format, atMost limit: Int) throws(DatasetError) -> [UInt8]? {
        var inflater = try Inflater(format)
        var input = bytes[...]
        var output: [UInt8] = []
        while !inflater.isAtEnd {
            // One more than the limit shows that there is more.
            let room = min(max(4 * bytes.count, 1 << 14), limit + 1 - output.count, 1 << 24)
            let before = input.count
            guard room > 0, let piece = inflater.step(&input, room: room) else { return nil }
            output += piece
            guard output.count <= limit else { return nil }
            if piece.isEmpty, input.count == before { return inflater.isAtEnd ? output : nil }
        }
        return output
    }

    /// The checksum of zip and gzip.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { cclip_crc32($0.baseAddress, $0.count) }
    }
}
