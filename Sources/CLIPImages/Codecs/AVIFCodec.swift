#if AVIF
    internal import CCLIPImaging

    /// The first frame of an AVIF by libavif, equal to Pillow's reader: RGBA where there is alpha, grey where
    /// there is no colour, else RGB. How the container turns it overrides EXIF; both are never applied.
    enum AVIFCodec: Codec {
        static func decode(
            _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
        ) throws(ImageError) -> DecodedImage {
            let picture = try AVIFPicture(bytes)
            guard let mode = DecodedImage.Mode(picture.header.layout) else {
                throw ImageError(.unsupported, "AVIF of an unknown layout; convert to JPEG or PNG")
            }
            try options.check(picture.header, format: .avif, fileBytes: bytes.count)
            let width = Int(picture.header.width)
            let height = Int(picture.header.height)
            return DecodedImage(
                width: width, height: height, mode: mode,
                pixels: try picture.pixels(width * height * Int(mode.bytesPerPixel)),
                orientation: picture.orientation)
        }
    }

    /// An open file; borrows its bytes.
    private struct AVIFPicture: ~Copyable {
        private let handle: OpaquePointer
        let header: cclip_header

        init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
            var header = cclip_header()
            var status = CCLIP_CORRUPT
            let data = bytes.assumingMemoryBound(to: UInt8.self)
            guard let handle = cclip_avif_open(data.baseAddress, data.count, &header, &status) else {
                throw ImageError(status, header, format: .avif)
            }
            self.handle = handle
            self.header = header
        }

        deinit { cclip_avif_close(handle) }

        func pixels(_ count: Int) throws(ImageError) -> [UInt8] {
            var header = header
            var status = CCLIP_CORRUPT
            let pixels = [UInt8](pixelBytes: count) { pixels in
                status = cclip_avif_decode(handle, &header, pixels)
                return status == CCLIP_DECODED
            }
            guard status == CCLIP_DECODED else { throw ImageError(status, header, format: .avif) }
            return pixels
        }

        /// Where the container does not turn, an EXIF block that speaks of turning is for other readers; an
        /// XMP packet counts where there is none.
        var orientation: Int {
            if header.orientation != 0 { return Int(header.orientation) }
            var count = 0
            let exif = UnsafeRawBufferPointer(start: cclip_avif_exif(handle, &count), count: count)
            if Orientation.inEXIF(exif[...]) != nil { return 1 }
            let xmp = UnsafeRawBufferPointer(start: cclip_avif_xmp(handle, &count), count: count)
            return Orientation.inXMP(xmp[...]) ?? 1
        }
    }
#endif
