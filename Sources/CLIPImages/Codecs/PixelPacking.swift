/// How a file packs the pixels of a row, and how they come out.
enum PixelPacking: Equatable {
    /// Bytes as they are wanted.
    case copied(bytes: Int)
    /// Indices of 1, 2, 4 or 8 bits, high bits first, one byte each.
    case indices(bits: Int)
    /// Black and white of 1, 4 or 8 bits: 0 is black, all else white.
    case bilevel(bits: Int)
    /// Bytes of a pixel of `step` bytes, by their places.
    case colours(step: Int, red: Int, green: Int, blue: Int, alpha: Int?)
    /// 16 bits, low byte first: five for each of red, green and blue from high to low.
    case rgb555
    /// 16 bits, low byte first: five, six and five.
    case rgb565
    /// As `rgb555`, and the highest bit set where a pixel is transparent.
    case rgba5551

    /// Bytes of one pixel when unpacked.
    var unpackedBytes: Int {
        switch self {
        case .copied(let bytes): bytes
        case .indices, .bilevel: 1
        case .colours(_, _, _, _, let alpha): alpha == nil ? 3 : 4
        case .rgb555, .rgb565: 3
        case .rgba5551: 4
        }
    }

    /// Bytes of a row of the file, without padding.
    func rowBytes(width: Int) -> Int {
        switch self {
        case .copied(let bytes): width * bytes
        case .indices(let bits), .bilevel(let bits): (width * bits + 7) / 8
        case .colours(let step, _, _, _, _): width * step
        case .rgb555, .rgb565, .rgba5551: width * 2
        }
    }

    /// Unpacks one row into `width × unpackedBytes` bytes.
    func unpack(_ row: UnsafeRawBufferPointer, width: Int, to: UnsafeMutablePointer<UInt8>) {
        precondition(row.count >= rowBytes(width: width), "\(row.count) bytes for \(width) pixels of \(self)")
        guard let from = row.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        switch self {
        case .copied(let bytes):
            to.update(from: from, count: width * bytes)
        case .indices(bits: 8):
            to.update(from: from, count: width)
        case .indices(let bits):
            Self.spread(from, bits, width, to)
        case .bilevel(let bits):
            Self.spread(from, bits, width, to)
            for x in 0..<width where to[x] != 0 { to[x] = 255 }
        case .colours(let step, let red, let green, let blue, nil):
            for x in 0..<width {
                to[3 * x] = from[step * x + red]
                to[3 * x + 1] = from[step * x + green]
                to[3 * x + 2] = from[step * x + blue]
            }
        case .colours(let step, let red, let green, let blue, let alpha?):
            for x in 0..<width {
                to[4 * x] = from[step * x + red]
                to[4 * x + 1] = from[step * x + green]
                to[4 * x + 2] = from[step * x + blue]
                to[4 * x + 3] = from[step * x + alpha]
            }
        case .rgb555, .rgb565, .rgba5551:
            unpackWords(from, width, to)
        }
    }

    private static func spread(
        _ from: UnsafePointer<UInt8>, _ bits: Int, _ width: Int, _ to: UnsafeMutablePointer<UInt8>
    ) {
        let perByte = 8 / bits
        let mask = UInt8(1 << bits - 1)
        for x in 0..<width {
            to[x] = from[x / perByte] >> UInt8(8 - bits - x % perByte * bits) & mask
        }
    }

    private func unpackWords(
        _ from: UnsafePointer<UInt8>, _ width: Int, _ to: UnsafeMutablePointer<UInt8>
    ) {
        let isWideGreen = self == .rgb565
        let (redAt, greens) = isWideGreen ? (11, 63) : (10, 31)
        let bytes = unpackedBytes
        for x in 0..<width {
            let word = Int(from[2 * x]) | Int(from[2 * x + 1]) << 8
            to[bytes * x] = UInt8((word >> redAt & 31) * 255 / 31)
            to[bytes * x + 1] = UInt8((word >> 5 & greens) * 255 / greens)
            to[bytes * x + 2] = UInt8((word & 31) * 255 / 31)
            if bytes == 4 { to[bytes * x + 3] = word >> 15 == 0 ? 255 : 0 }
        }
    }
}
