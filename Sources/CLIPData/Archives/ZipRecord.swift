/// Little-endian fields from a place on; what lies beyond the bytes is zero.
struct ZipRecord {
    private let bytes: [UInt8]
    private let start: Int

    init(_ bytes: [UInt8], at start: Int) {
        self.bytes = bytes
        self.start = start
    }

    private func number(_ offset: Int, _ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in (0..<count).reversed() {
            let place = start + offset + index
            value = value << 8 | (bytes.indices.contains(place) ? UInt64(bytes[place]) : 0)
        }
        return value
    }

    func short(_ offset: Int) -> Int { Int(number(offset, 2)) }
    func word(_ offset: Int) -> Int { Int(number(offset, 4)) }
    /// A size or place; what is too large for one is larger than any file.
    func long(_ offset: Int) -> Int { Int(exactly: number(offset, 8)) ?? Int.max / 4 }
    func hasSignature(_ signature: Int) -> Bool { word(0) == signature }

    // MARK: An entry of the directory

    var method: Int { short(10) }
    var isEncrypted: Bool { short(8) & 1 != 0 }
    /// Whether a Unix system wrote it as a link.
    var isLink: Bool { short(4) >> 8 == 3 && (word(38) >> 16) & 0o170000 == 0o120000 }
    var checksum: UInt32 { UInt32(truncatingIfNeeded: word(16)) }
    var packed: Int { wide(1, word(20)) }
    var size: Int { wide(0, word(24)) }
    var header: Int { wide(2, word(42)) }

    var name: [UInt8] { Array(bytes[start + 46..<start + 46 + short(28)]) }

    /// Where the next entry begins; nil where this one does not fit.
    var end: Int? {
        let end = start + 46 + short(28) + short(30) + short(32)
        return end <= bytes.count ? end : nil
    }

    /// Whether sizes and place can be those of a file in an archive of so many bytes.
    func isSound(within archive: Int, mostRatio: Int) -> Bool {
        let (packed, size, header) = (packed, size, header)
        guard packed >= 0, size >= 0, header >= 0, packed <= archive, header <= archive - packed else {
            return false
        }
        return method == 0 ? packed == size : size / mostRatio <= packed
    }

    /// The value of a field of 32 bits or, where that is full, of the 64-bit list behind the name, which has only the
    /// fields that need it, in this order: size, packed size, place.
    private func wide(_ index: Int, _ narrow: Int) -> Int {
        guard narrow == 0xFFFF_FFFF else { return narrow }
        let before = [word(24), word(20)].prefix(index).count { $0 == 0xFFFF_FFFF }
        var offset = 46 + short(28)
        let end = offset + short(30)
        while offset + 4 <= end {
            let length = short(offset + 2)
            if short(offset) == 1 {
                return 8 * before + 8 <= length ? long(offset + 4 + 8 * before) : Int.max / 4
            }
            offset += 4 + length
        }
        return narrow
    }
}
