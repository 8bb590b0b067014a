/// The 18 bytes that a Targa file begins with, and its colour map (Truevision TGA, version 2.0, §C.1–3).
struct TGAHeader {
    let width: Int
    let height: Int
    let mode: DecodedImage.Mode
    let packing: PixelPacking
    /// Bytes of a pixel in the file.
    let pixelBytes: Int
    let hasRuns: Bool
    let isBottomUp: Bool
    let isRightToLeft: Bool
    let palette: [UInt8]
    /// Where the pixels begin.
    let pixelStart: Int

    /// Whether these bytes can be such a header. The format has no signature: every field must make sense, so
    /// that no other file is taken for one.
    static func isPlausible(_ head: UnsafeRawBufferPointer) -> Bool {
        let head = ByteReader(head)
        guard let hasMap = head.byte(1), let kind = head.byte(2), let first = head.little16(3),
            let count = head.little16(5), let mapBits = head.byte(7), let width = head.little16(12),
            let height = head.little16(14), let bits = head.byte(16), let descriptor = head.byte(17)
        else { return false }
        guard width > 0, height > 0, descriptor & 0xC0 == 0, hasMap <= 1 else { return false }
        let mapMakesSense =
            hasMap == 0
            ? first == 0 && count == 0 && mapBits == 0
            : count > 0 && first + count <= 65_536 && [15, 16, 24, 32].contains(mapBits)
        guard mapMakesSense else { return false }
        let alphaBits = descriptor & 15
        switch (kind & ~8, bits) {
        case (1, 8), (1, 16): return hasMap == 1 && alphaBits <= 8
        case (2, 15), (2, 16): return alphaBits <= 1
        case (2, 24): return alphaBits == 0
        case (2, 32): return alphaBits <= 8
        case (3, 1), (3, 8): return alphaBits == 0 || alphaBits == 8
        case (3, 16): return alphaBits <= 8
        default: return false
        }
    }

    init(_ file: ByteReader) throws(ImageError) {
        guard let header = file.slice(0, count: 18).map(ByteReader.init) else {
            throw .truncated(.tga, "the header ends early")
        }
        func field(_ at: Int) -> Int { header.byte(at) ?? 0 }
        func field16(_ at: Int) -> Int { header.little16(at) ?? 0 }
        let kind = field(2)
        let bits = field(16)
        let mapBits = field(7)
        let mapBytes = field16(5) * ((mapBits + 7) / 8)
        let mapStart = 18 + field(0)
        width = field16(12)
        height = field16(14)
        hasRuns = kind & 8 != 0
        isBottomUp = field(17) & 0x20 == 0
        isRightToLeft = field(17) & 0x10 != 0
        pixelStart = mapStart + (field(1) == 1 ? mapBytes : 0)
        pixelBytes = bits / 8
        switch (kind & ~8, bits) {
        case (1, 8): (mode, packing) = (.palette, .copied(bytes: 1))
        case (2, 16): (mode, packing) = (.rgba, .rgba5551)
        case (2, 24): (mode, packing) = (.rgb, .colours(step: 3, red: 2, green: 1, blue: 0, alpha: nil))
        case (2, 32): (mode, packing) = (.rgba, .colours(step: 4, red: 2, green: 1, blue: 0, alpha: 3))
        case (3, 1) where !hasRuns: (mode, packing) = (.bilevel, .bilevel(bits: 1))
        case (3, 8): (mode, packing) = (.grey, .copied(bytes: 1))
        case (3, 16): (mode, packing) = (.greyAlpha, .copied(bytes: 2))
        default: throw .unsupported(.tga, "kind \(kind) with \(bits) bits per pixel")
        }
        guard mode == .palette else {
            palette = []
            return
        }
        let entry: PixelPacking
        switch mapBits {
        case 16: entry = .rgb555
        case 24: entry = .colours(step: 3, red: 2, green: 1, blue: 0, alpha: nil)
        case 32: entry = .colours(step: 4, red: 2, green: 1, blue: 0, alpha: nil)
        default: throw .unsupported(.tga, "a colour map of \(mapBits) bits")
        }
        guard let map = file.slice(mapStart, count: mapBytes) else {
            throw .truncated(.tga, "the colour map ends early")
        }
        palette = Self.palette(map, entry, first: field16(3), count: field16(5))
    }

    /// 256 RGB triples; entries before the first and behind the last are black.
    private static func palette(
        _ map: UnsafeRawBufferPointer, _ entry: PixelPacking, first: Int, count: Int
    ) -> [UInt8] {
        let kept = max(0, min(count, 256 - first))
        var palette = [UInt8](repeating: 0, count: 768)
        guard kept > 0 else { return palette }
        palette.withUnsafeMutableBufferPointer { palette in
            if let base = palette.baseAddress { entry.unpack(map, width: kept, to: base + 3 * first) }
        }
        return palette
    }
}
