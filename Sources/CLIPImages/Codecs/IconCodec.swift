/// Windows icons: the largest picture, and of equal ones the one with the fewest bits, as Pillow chooses. It
/// is a PNG, or a BMP without file header whose mask becomes its alpha.
enum IconCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let file = ByteReader(bytes)
        var chosen: IconDirectory.Entry?
        func area(_ entry: IconDirectory.Entry) -> Int {
            (entry.width == 0 ? 256 : entry.width) * (entry.height == 0 ? 256 : entry.height)
        }
        for entry in try IconDirectory(file, format: .icon).entries {
            guard let best = chosen else {
                chosen = entry
                continue
            }
            if (area(entry), -entry.depth) > (area(best), -best.depth) { chosen = entry }
        }
        guard let entry = chosen, entry.start < file.count else {
            throw .truncated(.icon, "its picture lies behind the end of the file")
        }
        let picture = UnsafeRawBufferPointer(rebasing: bytes[entry.start...])
        if ImageFormat(of: picture) == .png {
            // What its metadata say of orientation is not heeded in an icon.
            return try PNGCodec.decode(picture, options: options).withoutOrientation
        }

        var header = try BMPHeader(file, at: entry.start, pixelsAt: 0, format: .icon)
        header.height /= 2
        let opaque = try BMPCodec.decode(header, in: file, format: .icon, options: options)
        let alpha = try alpha(entry, header, file)
        let colours = RGBImage(opaque).pixels
        return DecodedImage(
            width: opaque.width, height: opaque.height, mode: .rgba,
            pixels: [UInt8](pixelBytes: alpha.count * 4) { pixels in
                for index in 0..<alpha.count {
                    for band in 0..<3 { pixels[4 * index + band] = colours[3 * index + band] }
                    pixels[4 * index + 3] = alpha[index]
                }
                return true
            })
    }

    /// Every fourth byte of pixels said to have 32 bits, else a mask of bits at the end of the entry, where 1
    /// is transparent. Both run from bottom to top.
    private static func alpha(
        _ entry: IconDirectory.Entry, _ header: BMPHeader, _ file: ByteReader
    ) throws(ImageError) -> [UInt8] {
        if entry.bits == 32 {
            return try PackedRows(
                packing: .colours(step: 4, red: 3, green: 3, blue: 3, alpha: nil), width: header.width,
                height: header.height, start: header.pixelStart, stride: header.width * 4, isBottomUp: true
            ).unpacked(from: file, format: .icon).everyThird
        }
        let stride = (header.width + 31) / 32 * 4
        let start = entry.start + entry.byteCount - stride * header.height
        guard start >= 0 else { throw .corrupt(.icon, "its mask lies before the file") }
        return try PackedRows(
            packing: .bilevel(bits: 1), width: header.width, height: header.height, start: start,
            stride: stride, isBottomUp: true
        ).unpacked(from: file, format: .icon).map { ~$0 }
    }
}

extension DecodedImage {
    /// The same picture, asking for no turn.
    fileprivate var withoutOrientation: DecodedImage {
        DecodedImage(width: width, height: height, mode: mode, pixels: pixels, palette: palette)
    }
}

extension [UInt8] {
    fileprivate var everyThird: [UInt8] { stride(from: 0, to: count, by: 3).map { self[$0] } }
}
