#if HEIC
    internal import CCLIPImaging

    /// The primary picture of a HEIC by libheif: RGBA where there is alpha, else RGB. libheif turns it as the
    /// container says, whatever the caller asked for; EXIF repeats that and is not applied again.
    enum HEICCodec: Codec {
        static func decode(
            _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
        ) throws(ImageError) -> DecodedImage {
            let picture = try HEICPicture(bytes)
            guard let mode = DecodedImage.Mode(picture.header.layout) else {
                throw ImageError(.unsupported, "HEIC of an unknown layout; convert to JPEG or PNG")
            }
            try options.check(picture.header, format: .heic, fileBytes: bytes.count)
            let width = Int(picture.header.width)
            let height = Int(picture.header.height)
            return DecodedImage(
                width: width, height: height, mode: mode,
                pixels: try picture.pixels(width * height * Int(mode.bytesPerPixel)))
        }
    }

    /// An open file; borrows its bytes.
    private struct HEICPicture: ~Copyable {
        private let handle: OpaquePointer
        let header: cclip_header

        init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
            var header = cclip_header()
            var status = CCLIP_CORRUPT
            let data = bytes.assumingMemoryBound(to: UInt8.self)
            guard let handle = cclip_heic_open(data.baseAddress, data.count, &header, &status) else {
                throw ImageError(status, header, format: .heic)
            }
            self.handle = handle
            self.header = header
        }

        deinit { cclip_heic_close(handle) }

        func pixels(_ count: Int) throws(ImageError) -> [UInt8] {
            var header = header
            var status = CCLIP_CORRUPT
            let pixels = [UInt8](pixelBytes: count) { pixels in
                status = cclip_heic_decode(handle, &header, pixels)
                return status == CCLIP_DECODED
            }
            guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .heic) }
            return pixels
        }
    }
#endif
