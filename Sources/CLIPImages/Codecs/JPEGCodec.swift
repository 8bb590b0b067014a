internal import CCLIPImaging

/// JPEG by libjpeg-turbo, equal to Pillow's decoder: grey stays grey, four components are inks.
struct JPEGCodec: Codec {
    private let bytes: UnsafeRawBufferPointer
    private var header = cclip_header()
    private let mode: DecodedImage.Mode
    private let scale: JPEGScale

    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage {
        var codec = try JPEGCodec(bytes, options)
        return try codec.decoded()
    }

    /// Reads the header.
    init(_ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions) throws(ImageError) {
        self.bytes = bytes
        let status = cclip_jpeg_read_header(bytes.baseAddress, bytes.count, &header)
        guard status == CCLIP_DECODED, let mode = DecodedImage.Mode(header.layout) else {
            throw ImageError(status, header, format: .jpeg)
        }
        self.mode = mode
        try options.check(header, format: .jpeg, fileBytes: bytes.count)
        scale = JPEGScale(
            width: Int(header.width), height: Int(header.height), enoughFor: options.reducedFor)
    }

    /// Whether only a look at all pixels tells.
    var mayHaveShrinkingBorders: Bool {
        DecodedImage.isShrunkenSize(scale.width, scale.height, scale.eighths)
    }

    private var orientation: Int { JPEGSegments(bytes).orientation ?? 1 }

    /// Two bytes for each coefficient of up to four components, and room for blocks at the edges.
    private var memory: Int64 { header.width * header.height * 10 + (64 << 20) }

    private mutating func decoded() throws(ImageError) -> DecodedImage {
        var status = CCLIP_CORRUPT
        let pixels = [UInt8](pixelBytes: scale.width * scale.height * Int(mode.bytesPerPixel)) { pixels in
            status = cclip_jpeg_decode(
                bytes.baseAddress, bytes.count, Int32(scale.eighths), memory, &header, pixels)
            return status == CCLIP_DECODED
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .jpeg) }
        return DecodedImage(
            width: scale.width, height: scale.height, mode: mode, pixels: pixels, orientation: orientation,
            eighths: scale.eighths)
    }

    /// The model's input, resized row by row while it is decoded: a picture of 12 megapixels is then never in memory
    /// as a whole, but in the processor's cache.
    /// - Returns: nil where the whole picture is needed: to turn it, or to resize it in another order.
    mutating func crop(
        _ preprocessing: Preprocessing, options: DecodingOptions, passes: ResamplerPasses
    ) throws(ImageError) -> RGBImage? {
        if options.appliesOrientation, orientation != 1 { return nil }
        let geometry = CropGeometry(width: scale.width, height: scale.height, preprocessing)
        var job = preprocessing.job(geometry, passes)
        var shape = cclip_picture(
            pixels: nil, width: Int64(scale.width), height: Int64(scale.height), layout: mode.layout,
            palette: nil)
        guard cclip_resizes_rows(&shape, &job) != 0 else { return nil }
        var status = CCLIP_CORRUPT
        let count = geometry.x.count * geometry.y.count * 3
        let window = cclip_jpeg_window(&header, Int32(scale.eighths))
        let scratch = cclip_resize_scratch(&shape, &job)
        let kept = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            withUnsafeTemporaryAllocation(byteCount: window + scratch, alignment: 64) { memory in
                let pixels = memory.baseAddress.map { ($0 + scratch).assumingMemoryBound(to: UInt8.self) }
                status = cclip_jpeg_crop(
                    bytes.baseAddress, bytes.count, Int32(scale.eighths), self.memory, &header, &job,
                    memory.baseAddress, pixels, buffer.baseAddress)
            }
            initialised = status == CCLIP_DECODED ? count : 0
        }
        guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .jpeg) }
        return preprocessing.filled(kept, geometry, mode: mode)
    }
}
