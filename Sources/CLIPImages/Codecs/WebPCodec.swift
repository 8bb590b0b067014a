internal import CCLIPImaging

/// WebP by libwebp, equal to Pillow's decoder: RGBA where the file says that it has alpha, else RGB; the
/// canvas with the first frame of an animation.
enum WebPCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let data = bytes.assumingMemoryBound(to: UInt8.self)
        var header = cclip_header()
        var status = cclip_webp_read_header(data.baseAddress, data.count, &header)
        guard status == CCLIP_DECODED, let mode = DecodedImage.Mode(header.layout) else {
            throw ImageError(status, header, format: .webp)
        }
        try options.check(header, format: .webp, fileBytes: bytes.count)

        let width = Int(header.width)
        let height = Int(header.height)
        let count = width * height * Int(mode.bytesPerPixel)
        let pixels = [UInt8](pixelBytes: count) { pixels in
            status = cclip_webp_decode(data.baseAddress, data.count, &header, pixels)
            return status == CCLIP_DECODED
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .webp) }
        return DecodedImage(
            width: width, height: height, mode: mode, pixels: pixels,
            orientation: WebPChunks(bytes).orientation ?? 1)
    }
}
