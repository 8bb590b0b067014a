/// The end of a zip archive, which says where the directory is.
struct ZipEnd {
    /// The directory's bytes.
    let directory: Range<Int>
    let entryCount: Int

    private static let size = 22
    private static let size64 = 56
    private static let locatorSize = 20
    /// What a field of 16 or 32 bits says where its value stands in the 64-bit end.
    private static let elsewhere16 = 0xFFFF
    private static let elsewhere32 = 0xFFFF_FFFF

    init(_ fields: ZipFields) throws(WeightError) {
        let end = try Self.find(fields)
        guard try fields.short(end + 4) == 0, try fields.short(end + 6) == 0 else {
            throw fields.fail("it is a part of several", .unsupported)
        }
        let here = try fields.short(end + 8)
        var (total, size, offset) = try (
            fields.short(end + 10), fields.word(end + 12), fields.word(end + 16)
        )
        guard here == total else { throw fields.fail("its ends count \(here) and \(total) entries") }
        var start = end
        let locator = end - Self.locatorSize
        if fields.has(0x0706_4B50, at: locator) {
            start = try fields.long(locator + 8)
            let wide = try Self.read64(fields, at: start, before: locator)
            let pairs = [
                (total, wide.total, Self.elsewhere16), (size, wide.size, Self.elsewhere32),
                (offset, wide.offset, Self.elsewhere32),
            ]
            guard pairs.allSatisfy({ narrow, wide, mark in narrow == wide || narrow == mark }) else {
                throw fields.fail("its two ends say different things")
            }
            (total, size, offset) = wide
        }
        guard offset <= start, size == start - offset else {
            throw fields.fail("its directory is not where its end says")
        }
        directory = offset..<start
        entryCount = total
    }

    /// The end's place: the last one whose comment fills the rest of the file.
    private static func find(_ fields: ZipFields) throws(WeightError) -> Int {
        let longestComment = 0xFFFF
        let last = fields.count - size
        for offset in stride(from: last, through: max(0, last - longestComment), by: -1)
        where fields.has(0x0605_4B50, at: offset) {
            if try fields.short(offset + 20) == last - offset { return offset }
        }
        throw fields.fail("its end is missing; the file is truncated at \(fields.count) bytes")
    }

    private static func read64(
        _ fields: ZipFields, at offset: Int, before locator: Int
    ) throws(WeightError) -> (total: Int, size: Int, offset: Int) {
        guard fields.has(0x0606_4B50, at: offset), offset <= locator - size64,
            // The field does not count the signature and itself.
            try fields.long(offset + 4) == locator - offset - 12
        else { throw fields.fail("its 64-bit end is not where its locator says") }
        guard try fields.word(offset + 16) == 0, try fields.word(offset + 20) == 0,
            try fields.long(offset + 24) == fields.long(offset + 32)
        else { throw fields.fail("it is a part of several", .unsupported) }
        return try (fields.long(offset + 32), fields.long(offset + 40), fields.long(offset + 48))
    }
}
