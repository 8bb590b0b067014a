/// Little-endian fields of a zip archive, none of which is read beyond the file.
struct ZipFields {
    let bytes: UnsafeRawBufferPointer
    /// What messages call the file.
    let name: String

    init(_ bytes: UnsafeRawBufferPointer, name: String) {
        self.bytes = bytes
        self.name = name
    }

    var count: Int { bytes.count }

    /// An error about the archive.
    func fail(_ reason: String, _ code: WeightError.Code = .malformed) -> WeightError {
        WeightError(code, "\(name): not a whole zip archive of PyTorch: \(reason)")
    }

    func has(_ signature: UInt32, at offset: Int) -> Bool {
        offset >= 0 && offset <= count - 4
            && UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) == signature
    }

    /// A field of 16 bits.
    func short(_ offset: Int) throws(WeightError) -> Int { try Int(load(offset, UInt16.self)) }

    /// A field of 32 bits.
    func word(_ offset: Int) throws(WeightError) -> Int { try Int(load(offset, UInt32.self)) }

    /// A field of 64 bits that is an offset or a size, so at most the file's length.
    func long(_ offset: Int) throws(WeightError) -> Int {
        let value = try load(offset, UInt64.self)
        guard value <= UInt64(count) else { throw fail("it says \(value) where the file has \(count) bytes") }
        return Int(value)
    }

    /// The text of a name.
    func text(_ range: Range<Int>) throws(WeightError) -> String {
        guard range.lowerBound >= 0, range.upperBound <= count,
            let text = String(validating: bytes[range], as: UTF8.self)
        else { throw fail("a name that is not UTF-8") }
        return text
    }

    private func load<Number: FixedWidthInteger & BitwiseCopyable>(
        _ offset: Int, _ type: Number.Type
    ) throws(WeightError) -> Number {
        guard offset >= 0, offset <= count - MemoryLayout<Number>.size else {
            throw fail("the file ends within a header")
        }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
}
