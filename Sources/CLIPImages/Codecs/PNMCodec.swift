/// Portable bitmaps, grey maps and colour maps (PBM, PGM, PPM), plain and raw, and grey float maps (PFM),
/// equal to Pillow's reader: samples are scaled to 255, or to 65,535 in grey of more than 8 bits.
enum PNMCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let header = try PNMHeader(bytes)
        try options.check(
            width: header.width, height: header.height, smallestFile: 0, format: .pnm, fileBytes: bytes.count)
        let pixels: [UInt8]
        switch header.coding {
        case .bits, .bytes, .floats:
            pixels = try rawPixels(header, ByteReader(bytes))
        case .bitText, .numbers:
            // A digit per sample at least.
            try options.check(
                width: header.width, height: header.height,
                smallestFile: header.width * header.height * header.bands, format: .pnm,
                fileBytes: bytes.count)
            pixels = try plainPixels(header, bytes)
        }
        // Pillow's own palette kind comes without a palette: all is black.
        let palette = header.mode == .palette ? [UInt8](repeating: 0, count: 768) : []
        return DecodedImage(
            width: header.width, height: header.height, mode: header.mode, pixels: pixels, palette: palette)
    }

    private static func rawPixels(_ header: PNMHeader, _ file: ByteReader) throws(ImageError) -> [UInt8] {
        let sampleBytes: Int
        var isBottomUp = false
        var packing: PixelPacking?
        switch header.coding {
        case .bits:
            sampleBytes = 1
            packing = .bilevel(bits: 1)
        case .floats:
            sampleBytes = 4
            isBottomUp = true
        default:
            sampleBytes = header.maximum < 256 ? 1 : 2
        }
        let bytes = sampleBytes * header.bands
        let chosen = packing ?? .copied(bytes: bytes)
        let rows = PackedRows(
            packing: chosen, width: header.width, height: header.height, start: header.sampleStart,
            stride: chosen.rowBytes(width: header.width), isBottomUp: isBottomUp)
        let stored = try rows.unpacked(from: file, format: .pnm)
        switch header.coding {
        case .bits: return stored.map { ~$0 }
        case .floats(let isLittleEndian): return numbers(stored, isLittleEndian: isLittleEndian)
        default: return header.maximum == 255 ? stored : scaled(stored, header)
        }
    }

    /// 32-bit words in the machine's order.
    private static func numbers(_ stored: [UInt8], isLittleEndian: Bool) -> [UInt8] {
        stored.withUnsafeBytes { stored in
            [UInt8](unsafeUninitializedCapacity: stored.count) { out, count in
                let words = UnsafeMutableRawBufferPointer(out)
                for at in stride(from: 0, to: stored.count, by: 4) {
                    let word = stored.loadUnaligned(fromByteOffset: at, as: UInt32.self)
                    let value = isLittleEndian ? UInt32(littleEndian: word) : UInt32(bigEndian: word)
                    words.storeBytes(of: value, toByteOffset: at, as: UInt32.self)
                }
                count = stored.count
            }
        }
    }

    /// Samples above the maximum become full ones.
    private static func scaled(_ stored: [UInt8], _ header: PNMHeader) -> [UInt8] {
        let scale = Scale(header)
        if header.maximum < 256 {
            let table = (0...255).map { UInt8(min(255, scale(Int($0)))) }
            return stored.map { table[Int($0)] }
        }
        let table = (0...65_535).map { Int32(scale($0)) }
        let count = stored.count / 2
        return [UInt8](pixelBytes: count * (header.mode == .int32 ? 4 : 1)) { out in
            let words = UnsafeMutableRawPointer(out)
            for index in 0..<count {
                let value = table[Int(stored[2 * index]) << 8 | Int(stored[2 * index + 1])]
                if header.mode == .int32 {
                    words.storeBytes(of: value, toByteOffset: 4 * index, as: Int32.self)
                } else {
                    out[index] = UInt8(value)
                }
            }
            return true
        }
    }

    private static func plainPixels(
        _ header: PNMHeader, _ bytes: UnsafeRawBufferPointer
    ) throws(ImageError) -> [UInt8] {
        let count = header.width * header.height * header.bands
        var text = PNMText(bytes, at: header.sampleStart)
        let scale = Scale(header)
        var samples = Samples(header)
        for index in 0..<count {
            let sample: Int?
            if case .bitText = header.coding {
                sample = try text.bit().map(Int.init)
            } else {
                sample = try text.number(upTo: header.maximum).map { scale($0) }
            }
            guard let sample else {
                throw .truncated(.pnm, "the pixels end after sample \(index) of \(count)")
            }
            samples.append(sample)
        }
        return samples.bytes
    }

    /// `round(value / maximum × full)`, half to even, in double precision.
    private struct Scale {
        let maximum: Double
        let full: Double

        init(_ header: PNMHeader) {
            maximum = Double(header.maximum)
            full = header.mode == .int32 ? 65_535 : 255
        }

        func callAsFunction(_ value: Int) -> Int {
            Int(min(full, (Double(value) / maximum * full).rounded(.toNearestOrEven)))
        }
    }

    /// Samples as the mode stores them: four bytes in the machine's order, or one.
    private struct Samples {
        private(set) var bytes: [UInt8] = []
        private let isWide: Bool

        init(_ header: PNMHeader) {
            isWide = header.mode == .int32
            bytes.reserveCapacity(header.width * header.height * header.bands * (isWide ? 4 : 1))
        }

        mutating func append(_ value: Int) {
            if isWide {
                withUnsafeBytes(of: Int32(value)) { bytes.append(contentsOf: $0) }
            } else {
                bytes.append(UInt8(value))
            }
        }
    }
}
