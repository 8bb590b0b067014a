internal import CCLIPImaging

/// PNG by libpng, equal to Pillow's decoder: samples as stored, without gamma, transparency of single
/// colours (`tRNS`) left aside; the first picture of an animation.
enum PNGCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let data = bytes.assumingMemoryBound(to: UInt8.self)
        var header = cclip_header()
        var status = cclip_png_read_header(data.baseAddress, data.count, &header)
        guard status == CCLIP_DECODED, let mode = DecodedImage.Mode(header.layout) else {
            throw ImageError(status, header, format: .png)
        }
        try options.check(header, format: .png, fileBytes: bytes.count)

        let width = Int(header.width)
        let height = Int(header.height)
        let count = width * height * Int(mode.bytesPerPixel)
        let pixels = [UInt8](pixelBytes: count) { pixels in
            status = cclip_png_decode(data.baseAddress, data.count, &header, pixels)
            return status == CCLIP_DECODED
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .png) }
        let palette = mode == .palette ? withUnsafeBytes(of: header.palette) { Array($0) } : []
        return DecodedImage(
            width: width, height: height, mode: mode, pixels: pixels, palette: palette,
            orientation: PNGChunks(bytes).orientation ?? 1)
    }
}
