/// The first directory of a TIFF structure, read entry by entry as Pillow reads EXIF: an entry whose type is
/// not known or that has no value is passed over, data outside the block end the reading.
struct EXIFDirectory {
    /// One entry's value: its type, and the bytes of one or more values.
    struct Value {
        fileprivate let type: Int
        fileprivate let bytes: [UInt8]  // the most significant first, of the first value
    }

    private let tiff: UnsafeRawBufferPointer
    private let littleEndian: Bool

    /// Nil if this is no TIFF header.
    init?(_ tiff: UnsafeRawBufferPointer) {
        guard tiff.count >= 8 else { return nil }
        switch (tiff[0], tiff[1], tiff[2], tiff[3]) {
        // All but the first of each are wrong, and written by some.
        case (0x49, 0x49, 0x2A, 0), (0x49, 0x49, 0, 0x2A): littleEndian = true
        case (0x4D, 0x4D, 0, 0x2A), (0x4D, 0x4D, 0x2A, 0), (0x4D, 0x4D, 0, 0x2B): littleEndian = false
        default: return nil
        }
        self.tiff = tiff
    }

    /// The value of the first entry with this tag that can be read.
    func first(_ tag: Int) -> Value? {
        guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else {
            return nil
        }
        var seen: Set<Int> = []
        var outside = 0
        for index in 0..<entries {
            let entry = directory + 2 + 12 * index
            guard let name = number(at: entry, bytes: 2), let type = number(at: entry + 2, bytes: 2),
                let count = number(at: entry + 4, bytes: 4), let offset = number(at: entry + 8, bytes: 4)
            else { return nil }
            guard !seen.contains(name), let size = Self.sizes[type], count > 0 else { continue }
            var at = entry + 8
            if count * size > 4 {
                outside += count * size
                guard outside <= tiff.count else { continue }
                at = offset
            }
            guard let whole = field(at: at, bytes: count * size) else { return nil }
            seen.insert(name)
            guard name == tag else { continue }
            return Value(
                type: type, bytes: ordered(whole.prefix(size), parts: [5, 10].contains(type) ? 2 : 1))
        }
        return nil
    }

    /// Bytes per value of the types that TIFF 6.0, its supplements and BigTIFF know.
    private static let sizes = [
        1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8,
    ]

    private func field(at offset: Int, bytes: Int) -> Slice<UnsafeRawBufferPointer>? {
        guard offset >= 0, bytes <= tiff.count, offset <= tiff.count - bytes else { return nil }
        return tiff[offset..<offset + bytes]
    }

    private func number(at offset: Int, bytes: Int) -> Int? {
        guard let field = field(at: offset, bytes: bytes) else { return nil }
        return ordered(field, parts: 1).reduce(0) { $0 << 8 | Int($1) }
    }

    private func ordered(_ field: Slice<UnsafeRawBufferPointer>, parts: Int) -> [UInt8] {
        guard littleEndian else { return Array(field) }
        guard parts > 1 else { return field.reversed() }
        let half = field.count / 2
        return field.prefix(half).reversed() + field.dropFirst(half).reversed()
    }
}

extension EXIFDirectory.Value {
    /// The number, where it is one and whole; nil for bytes and text.
    var wholeNumber: Int? {
        switch type {
        case 3, 4, 13: return Int(bits)
        case 16: return Int(exactly: bits)
        case 6: return Int(Int8(truncatingIfNeeded: bits))
        case 8: return Int(Int16(truncatingIfNeeded: bits))
        case 9: return Int(Int32(truncatingIfNeeded: bits))
        case 11: return Int(exactly: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case 12: return Int(exactly: Double(bitPattern: bits))
        case 5: return quotient(Int(bits >> 32), Int(bits & 0xFFFF_FFFF))
        case 10:
            return quotient(
                Int(Int32(truncatingIfNeeded: bits >> 32)), Int(Int32(truncatingIfNeeded: bits)))
        default: return nil
        }
    }

    private var bits: UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private func quotient(_ numerator: Int, _ denominator: Int) -> Int? {
        denominator != 0 && numerator % denominator == 0 ? numerator / denominator : nil
    }
}
