internal import CCLIPImaging

/// JPEG by libjpeg-turbo, equal to Pillow's decoder: grey stays grey, four components are inks.
enum JPEGCodec: Codec {
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        let data = bytes.assumingMemoryBound(to: UInt8.self)
        var header = cclip_header()
        var status = cclip_jpeg_read_header(data.baseAddress, data.count, &header)
        guard status == CCLIP_DECODED, let mode = DecodedImage.Mode(header.layout) else {
            throw ImageError(status, header, format: .jpeg)
        }
        try options.check(header, format: .jpeg, fileBytes: bytes.count)

        let scale = JPEGScale(
            width: Int(header.width), height: Int(header.height), enoughFor: options.reducedFor)
        let (width, height) = (scale.width, scale.height)
        // Two bytes for each coefficient of up to four components, and room for blocks at the edges.
        let memory = header.width * header.height * 10 + (64 << 20)
        let pixels = [UInt8](pixelBytes: width * height * Int(mode.bytesPerPixel)) { pixels in
            status = cclip_jpeg_decode(
                data.baseAddress, data.count, Int32(scale.eighths), memory, &header, pixels)
            return status == CCLIP_DECODED
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .jpeg) }
        return DecodedImage(
            width: width, height: height, mode: mode, pixels: pixels,
            orientation: JPEGSegments(bytes).orientation ?? 1, eighths: scale.eighths)
    }
}
