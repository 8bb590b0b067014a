#if HEIC || AVIF
    internal import CCLIPImaging

    /// A picture file that a library holds open between its header and its pixels; borrows its bytes.
    struct OpenPicture: ~Copyable {
        /// The library's three calls.
        struct Calls {
            let open:
                (
                    UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<cclip_header>?,
                    UnsafeMutablePointer<cclip_codec_status>?
                ) -> OpaquePointer?
            let decode:
                (OpaquePointer?, UnsafeMutablePointer<cclip_header>?, UnsafeMutablePointer<UInt8>?)
                    -> cclip_codec_status
            let close: (OpaquePointer?) -> Void
        }

        let handle: OpaquePointer
        let header: cclip_header
        private let calls: Calls
        private let format: ImageFormat

        /// Reads the header.
        init(
            _ bytes: UnsafeRawBufferPointer, _ format: ImageFormat, _ calls: Calls
        ) throws(ImageError) {
            var header = cclip_header()
            var status = CCLIP_CORRUPT
            let data = bytes.assumingMemoryBound(to: UInt8.self)
            guard let handle = calls.open(data.baseAddress, data.count, &header, &status) else {
                throw ImageError(status, header, format: format)
            }
            self.handle = handle
            self.header = header
            self.calls = calls
            self.format = format
        }

        deinit { calls.close(handle) }

        /// The pixels, once the header has been found to be within the limits.
        func decoded(
            fileBytes: Int, options: DecodingOptions, orientation: Int = 1
        ) throws(ImageError) -> DecodedImage {
            guard let mode = DecodedImage.Mode(header.layout) else {
                throw ImageError(
                    .unsupported, "\(format.rawValue) of an unknown layout; convert to JPEG or PNG")
            }
            try options.check(header, format: format, fileBytes: fileBytes)
            let width = Int(header.width)
            let height = Int(header.height)
            var header = header
            var status = CCLIP_CORRUPT
            let pixels = [UInt8](pixelBytes: width * height * Int(mode.bytesPerPixel)) { pixels in
                status = calls.decode(handle, &header, pixels)
                return status == CCLIP_DECODED
            }
            guard status == CCLIP_DECODED else { throw ImageError(status, header, format: format) }
            return DecodedImage(
                width: width, height: height, mode: mode, pixels: pixels, orientation: orientation)
        }
    }
#endif
