#if AVIF
    internal import CCLIPImaging

    /// The first frame of an AVIF by libavif, equal to Pillow's reader: RGBA where there is alpha, grey where
    /// there is no colour, else RGB. How the container turns it overrides EXIF; both are never applied.
    enum AVIFCodec: Codec {
        static func decode(
            _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
        ) throws(ImageError) -> DecodedImage {
            let picture = try OpenPicture(
                bytes, .avif, .init(open: cclip_avif_open, decode: cclip_avif_decode, close: cclip_avif_close)
            )
            return try picture.decoded(
                fileBytes: bytes.count, options: options, orientation: orientation(of: picture))
        }

        /// Where the container does not turn, an EXIF block that speaks of turning is for other readers; an
        /// XMP packet counts where there is none.
        private static func orientation(of picture: borrowing OpenPicture) -> Int {
            if picture.header.orientation != 0 { return Int(picture.header.orientation) }
            var count = 0
            let exif = UnsafeRawBufferPointer(start: cclip_avif_exif(picture.handle, &count), count: count)
            if Orientation.inEXIF(exif[...]) != nil { return 1 }
            let xmp = UnsafeRawBufferPointer(start: cclip_avif_xmp(picture.handle, &count), count: count)
            return Orientation.inXMP(xmp[...]) ?? 1
        }
    }
#endif
