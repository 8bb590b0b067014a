/// One file of a zip archive, as the archive's directory describes it.
struct ZipEntry {
    /// With `/` between folders.
    let name: String
    /// Whether its bytes lie in the archive as they are.
    let isStored: Bool
    /// Where its own header begins.
    let headerOffset: Int
    /// In bytes, as it lies in the archive.
    let size: Int
    /// Where the next header or the directory begins.
    var limit = 0
    private let flags: Int
    private let method: Int

    private static let headerSize = 30
    private static let recordSize = 46
    private static let elsewhere = 0xFFFF_FFFF

    /// The least that it takes in the archive.
    var smallestSize: Int { Self.headerSize + name.utf8.count + size }

    /// Reads an entry of the directory.
    ///
    /// - Returns: the entry, and where the next one begins.
    static func read(
        _ fields: ZipFields, at offset: Int, before end: Int
    ) throws(WeightError) -> (entry: ZipEntry, next: Int) {
        guard fields.has(0x0201_4B50, at: offset), offset <= end - recordSize else {
            throw fields.fail("its directory ends too soon")
        }
        let lengths = try (fields.short(offset + 28), fields.short(offset + 30), fields.short(offset + 32))
        let extra = offset + recordSize + lengths.0
        let next = extra + lengths.1 + lengths.2
        guard next <= end else { throw fields.fail("an entry leaves its directory") }
        let name = try fields.text(offset + recordSize..<extra)
        guard isPlain(name) else {
            throw fields.fail("the name '\(name.prefix(200))' leads elsewhere: refused", .unsupported)
        }
        // Fields of 32 bits that are too small for their value have it in a list of extra ones.
        var wide = try WideFields(fields, extra..<extra + lengths.1)
        let unpacked = try wide.value(of: fields.word(offset + 24), fields)
        let packed = try wide.value(of: fields.word(offset + 20), fields)
        let header = try wide.value(of: fields.word(offset + 42), fields)
        let method = try fields.short(offset + 10)
        guard method != 0 || packed == unpacked else {
            throw fields.fail("'\(name)' has \(packed) bytes stored and \(unpacked) unpacked")
        }
        guard packed <= fields.count, header <= fields.count, try fields.short(offset + 34) == 0 else {
            throw fields.fail("'\(name)' lies beyond the file")
        }
        let entry = try ZipEntry(
            name: name, isStored: method == 0, headerOffset: header, size: packed,
            flags: fields.short(offset + 8), method: method)
        return (entry, next)
    }

    private init(name: String, isStored: Bool, headerOffset: Int, size: Int, flags: Int, method: Int) {
        self.name = name
        self.isStored = isStored
        self.headerOffset = headerOffset
        self.size = size
        self.flags = flags
        self.method = method
    }

    /// Names are not used as paths; one that would lead out of a folder is no work of PyTorch.
    private static func isPlain(_ name: String) -> Bool {
        let slash = UInt8(ascii: "/")
        return name.utf8.first.map { $0 != slash } ?? false
            && !name.utf8.contains(UInt8(ascii: "\\")) && !name.utf8.contains(0)
            && !name.utf8.split(separator: slash).contains {
                $0.elementsEqual("..".utf8) || $0.elementsEqual(".".utf8)
            }
    }

    /// Where the entry's bytes lie, after its own header was compared with the directory.
    func place(in fields: ZipFields) throws(WeightError) -> Range<Int> {
        guard flags & 1 == 0 else { throw fields.fail("'\(name)' is encrypted", .unsupported) }
        guard isStored else {
            throw fields.fail(
                "'\(name)' is compressed, which PyTorch does not do and which could not be mapped; "
                    + "load and save the file with torch, or unpack it and pack it without compression (zip -0)",
                .unsupported)
        }
        guard fields.has(0x0403_4B50, at: headerOffset) else {
            throw fields.fail("'\(name)' is not where the directory says")
        }
        let nameLength = try fields.short(headerOffset + 26)
        let nameStart = headerOffset + Self.headerSize
        let start = try nameStart + nameLength + fields.short(headerOffset + 28)
        guard start <= limit, size <= limit - start else {
            throw fields.fail("'\(name)' overlaps what follows it")
        }
        // A writer that learns the size last leaves it out here.
        let sizes = try [fields.word(headerOffset + 18), fields.word(headerOffset + 22)]
        let unknown = flags & 8 != 0 ? [0, Self.elsewhere] : [Self.elsewhere]
        guard try fields.short(headerOffset + 6) == flags, try fields.short(headerOffset + 8) == method,
            try fields.text(nameStart..<nameStart + nameLength) == name,
            sizes.allSatisfy({ $0 == size || unknown.contains($0) })
        else { throw fields.fail("the header of '\(name)' says something else than the directory") }
        return start..<start + size
    }

    /// The 64-bit values of an entry's extra fields, which are there in the order in which they are needed.
    private struct WideFields {
        private var rest: Range<Int> = 0..<0

        init(_ fields: ZipFields, _ extra: Range<Int>) throws(WeightError) {
            var offset = extra.lowerBound
            while offset <= extra.upperBound - 4 {
                let end = try offset + 4 + fields.short(offset + 2)
                guard end <= extra.upperBound else { throw fields.fail("an extra field leaves its entry") }
                if try fields.short(offset) == 1, rest.isEmpty { rest = offset + 4..<end }
                offset = end
            }
        }

        mutating func value(of field: Int, _ fields: ZipFields) throws(WeightError) -> Int {
            guard field == ZipEntry.elsewhere else { return field }
            guard rest.count >= 8 else { throw fields.fail("a 64-bit size is missing") }
            defer { rest = rest.lowerBound + 8..<rest.upperBound }
            return try fields.long(rest.lowerBound)
        }
    }
}
