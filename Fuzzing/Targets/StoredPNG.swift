/// PNG files of any size and mode, without compression: a way to hand any pixels to the resampler.
public enum StoredPNG {
    /// What a sample is.
    public enum Mode: UInt8, CaseIterable, Sendable {
        case bilevel, grey, grey16, greyAlpha, rgb, rgba, palette

        fileprivate var bitsAndType: (bits: UInt8, type: UInt8) {
            switch self {
            case .bilevel: (1, 0)
            case .grey: (8, 0)
            case .grey16: (16, 0)
            case .greyAlpha: (8, 4)
            case .rgb: (8, 2)
            case .rgba: (8, 6)
            case .palette: (8, 3)
            }
        }

        fileprivate func rowBytes(_ width: Int) -> Int {
            switch self {
            case .bilevel: (width + 7) / 8
            case .grey, .palette: width
            case .grey16, .greyAlpha: 2 * width
            case .rgb: 3 * width
            case .rgba: 4 * width
            }
        }
    }

    /// A whole file.
    ///
    /// - Parameter samples: gives so many bytes for the rows, one after the other.
    public static func file(width: Int, height: Int, _ mode: Mode, samples: (Int) -> [UInt8]) -> [UInt8] {
        let row = mode.rowBytes(width)
        let given = samples(row * height)
        var raw: [UInt8] = []
        raw.reserveCapacity((row + 1) * height)
        for y in 0..<height {
            raw.append(0)  // no filter
            raw += given[y * row..<(y + 1) * row]
        }
        let (bits, type) = mode.bitsAndType
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += chunk("IHDR", bigEndian(width) + bigEndian(height) + [bits, type, 0, 0, 0])
        if mode == .palette {
            file += chunk("PLTE", (0..<256 * 3).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        }
        return file + chunk("IDAT", deflated(raw)) + chunk("IEND", [])
    }

    /// A chunk with its length and checksum.
    static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + content
        return bigEndian(content.count) + body + bigEndian(Int(PNGChecksums.crc(body[...])))
    }

    /// Stored blocks of deflate in zlib's frame (RFC 1950, 1951).
    private static func deflated(_ raw: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, raw.count)
            let count = UInt16(end - start)
            bytes.append(end == raw.count ? 1 : 0)
            for half in [count, ~count] { bytes += [UInt8(half & 0xFF), UInt8(half >> 8)] }
            bytes += raw[start..<end]
            start = end
        } while start < raw.count
        var (a, b) = (1, 0)
        for byte in raw {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        return bytes + bigEndian(b << 16 | a)
    }

    static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// The checksums of a PNG's chunks.
enum PNGChecksums {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }

    static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
    }

    /// The file with every chunk's checksum made right, so that what is damaged is looked at, not refused.
    static func mended(_ file: [UInt8]) -> [UInt8] {
        var file = file
        var start = 8
        while start + 12 <= file.count {
            let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= file.count - start - 12 else { break }
            let end = start + 8 + length
            file.replaceSubrange(end..<end + 4, with: StoredPNG.bigEndian(Int(crc(file[start + 4..<end]))))
            start = end + 4
        }
        return file
    }
}

extension StoredPNG {
    /// The smallest picture, for readers of what stands beside it.
    static let grey = file(width: 1, height: 1, .grey) { [UInt8](repeating: 0x80, count: $0) }
}
