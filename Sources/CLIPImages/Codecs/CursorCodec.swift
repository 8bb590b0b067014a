/// Windows cursors, as Pillow reads them: the largest picture; a grey one is as high again with its mask on
/// top, all others come without mask.
enum CursorCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let file = ByteReader(bytes)
        let entries = try IconDirectory(file, format: .cursor).entries
        var entry = entries[0]
        for other in entries where other.width > entry.width && other.height > entry.height { entry = other }
        // Only behind a single entry the fourth byte counts.
        var header = try BMPHeader(
            file, at: entry.start, pixelsAt: 0, hasRawAlpha: entry.start == 22, format: .cursor)
        guard header.mode == .bilevel || header.mode == .grey else {
            header.height /= 2
            return try BMPCodec.decode(header, in: file, format: .cursor, options: options)
        }
        let both = try BMPCodec.decode(header, in: file, format: .cursor, options: options)
        let count = both.width * (both.height / 2)
        guard count > 0 else { throw .corrupt(.cursor, "its picture has no rows") }
        let half = both.pixels.count / both.height * (both.height / 2)
        return DecodedImage(
            width: both.width, height: both.height / 2, mode: .greyAlpha,
            pixels: [UInt8](pixelBytes: count * 2) { pixels in
                for index in 0..<count {
                    let alpha = Int(255 - both.pixels[index])
                    // value · alpha / 255, rounded.
                    let product = Int(both.pixels[half + index]) * alpha + 128
                    pixels[2 * index] = UInt8((product >> 8 + product) >> 8)
                    pixels[2 * index + 1] = UInt8(alpha)
                }
                return true
            })
    }
}
