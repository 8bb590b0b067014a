/// The first directory of a TIFF or BigTIFF file (TIFF 6.0, section 2): numbers by tag. Damaged entries are
/// left out.
struct TIFFDirectory {
    /// The tags that decide how pixels are read.
    enum Tag: Int {
        case width = 256
        case height = 257
        case bitsPerSample = 258
        case compression = 259
        case photometric = 262
        case fillOrder = 266
        case orientation = 274
        case samplesPerPixel = 277
        case planarConfiguration = 284
        case colourMap = 320
        case extraSamples = 338
        case sampleFormat = 339
        case yCbCrSubsampling = 530
        case xmp = 700
    }

    /// Whether numbers have their low byte first.
    let littleEndian: Bool
    /// Whether an entry, or the values of one, lie beyond the file's end.
    private(set) var isCut = false
    private let bytes: UnsafeRawBufferPointer
    private let isBig: Bool
    private var entries: [Int: Entry] = [:]

    private struct Entry {
        var type: Int
        var count: Int
        /// Where the values begin.
        var offset: Int
    }

    /// Nil where there is no directory.
    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        guard bytes.count >= 8 else { return nil }
        littleEndian = bytes[0] == 0x49
        isBig = bytes[littleEndian ? 2 : 3] == 0x2B
        let first = isBig ? number(at: 8, bytes: 8) : number(at: 4, bytes: 4)
        guard let first, let count = number(at: first, bytes: isBig ? 8 : 2) else { return nil }
        let entryBytes = isBig ? 20 : 12
        var at = first + (isBig ? 8 : 2)
        for _ in 0..<count {
            // A directory longer than the file ends with it.
            guard at <= bytes.count - entryBytes else {
                isCut = true
                return
            }
            readEntry(at)
            at += entryBytes
        }
    }

    private mutating func readEntry(_ at: Int) {
        guard let tag = number(at: at, bytes: 2), entries[tag] == nil,
            let type = number(at: at + 2, bytes: 2), let size = Self.sizes[type],
            let count = number(at: at + 4, bytes: isBig ? 8 : 4), count > 0
        else { return }
        let field = isBig ? 8 : 4
        var offset = at + 4 + field
        if count > field / size { offset = number(at: offset, bytes: field) ?? bytes.count }
        guard count <= bytes.count / size, offset <= bytes.count - count * size else {
            isCut = true
            return
        }
        if Tag(rawValue: tag) != nil { entries[tag] = Entry(type: type, count: count, offset: offset) }
    }

    /// A tag's whole numbers; nil where it is not there or holds something else.
    subscript(_ tag: Tag) -> [Int]? {
        guard let entry = entries[tag.rawValue], let size = Self.sizes[entry.type], entry.count <= 1 << 18
        else { return nil }
        return (0..<entry.count).compactMap { number(at: entry.offset + $0 * size, bytes: size) }
    }

    /// A tag's bytes.
    func slice(_ tag: Tag) -> Slice<UnsafeRawBufferPointer>? {
        guard let entry = entries[tag.rawValue], let size = Self.sizes[entry.type] else { return nil }
        return bytes[entry.offset..<entry.offset + entry.count * size]
    }

    /// What the orientation tag asks for, or else an XMP packet.
    var orientation: Int? {
        if let value = self[.orientation]?.first { return (1...8).contains(value) ? value : nil }
        return slice(.xmp).flatMap(Orientation.inXMP)
    }

    /// Bytes per value of the types for whole numbers and for bytes.
    private static let sizes = [1: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 13: 4, 16: 8, 17: 8, 18: 8]

    private func number(at offset: Int, bytes count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        let field = bytes[offset..<offset + count]
        let value: UInt64 =
            littleEndian
            ? field.reversed().reduce(0) { $0 << 8 | UInt64($1) }
            : field.reduce(0) { $0 << 8 | UInt64($1) }
        return Int(exactly: value)
    }
}
