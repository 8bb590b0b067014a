internal import CCLIPImaging

/// GIF, equal to Pillow's decoder: the first picture on the canvas, as indices into its palette, or grey where
/// it needs none. Transparent pixels keep their colour.
enum GIFCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let data = bytes.assumingMemoryBound(to: UInt8.self)
        var header = cclip_header()
        var status = cclip_gif_read_header(data.baseAddress, data.count, &header)
        guard status == CCLIP_DECODED, let mode = DecodedImage.Mode(header.layout) else {
            throw ImageError(status, header, format: .gif)
        }
        try options.check(header, format: .gif, fileBytes: bytes.count)

        let width = Int(header.width)
        let height = Int(header.height)
        let pixels = [UInt8](pixelBytes: width * height) { pixels in
            status = cclip_gif_decode(data.baseAddress, data.count, &header, pixels)
            return status == CCLIP_DECODED
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .gif) }
        let palette = mode == .palette ? withUnsafeBytes(of: header.palette) { Array($0) } : []
        return DecodedImage(width: width, height: height, mode: mode, pixels: pixels, palette: palette)
    }
}
