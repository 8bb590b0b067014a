#if HEIC
    internal import CCLIPImaging

    /// The primary picture of a HEIC by libheif: RGBA where there is alpha, else RGB. libheif turns it as the
    /// container says, whatever the caller asked for; EXIF repeats that and is not applied again.
    enum HEICCodec: Codec {
        static func decode(
            _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
        ) throws(ImageError) -> DecodedImage {
            let picture = try OpenPicture(
                bytes, .heic, .init(open: cclip_heic_open, decode: cclip_heic_decode, close: cclip_heic_close)
            )
            return try picture.decoded(fileBytes: bytes.count, options: options)
        }
    }
#endif
