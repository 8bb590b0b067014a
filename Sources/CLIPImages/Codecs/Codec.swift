internal import CCLIPImaging

/// One file format. A new one is a file beside this, and a line in `ImageFormat.codec`.
protocol Codec {
    /// Decodes a file's bytes; the orientation is reported, not applied, but where the format's reference
    /// reader applies it by itself (TIFF, HEIC).
    static func decode(
        _ bytes: UnsafeRawBufferPointer, options: DecodingOptions
    ) throws(ImageError) -> DecodedImage
}

extension ImageFormat {
    /// What decodes the format; nil when nothing here does.
    var codec: (any Codec.Type)? {
        switch self {
        case .jpeg: JPEGCodec.self
        case .png: PNGCodec.self
        case .webp: WebPCodec.self
        case .gif: GIFCodec.self
        case .tiff: TIFFCodec.self
        #if HEIC
            case .heic: HEICCodec.self
        #endif
        #if AVIF
            case .avif: AVIFCodec.self
        #endif
        case .bmp: BMPCodec.self
        case .pnm: PNMCodec.self
        case .icon: IconCodec.self
        case .cursor: CursorCodec.self
        case .tga: TGACodec.self
        default: nil
        }
    }
}

extension DecodingOptions {
    /// The longest side that is decoded. The resampler's tables grow with it.
    static let longestSide = 1 << 20

    /// Refuses what a header promises before memory is taken for it.
    func check(_ header: borrowing cclip_header, format: ImageFormat, fileBytes: Int) throws(ImageError) {
        try check(
            width: Int(header.width), height: Int(header.height), smallestFile: Int(header.smallest_file),
            format: format, fileBytes: fileBytes)
    }

    /// Refuses what a header promises before memory is taken for it. `smallestFile` is a number of bytes that
    /// any file with such a picture has.
    func check(
        width: Int, height: Int, smallestFile: Int, format: ImageFormat, fileBytes: Int
    ) throws(ImageError) {
        guard width > 0, height > 0 else {
            throw ImageError(.corrupt, "the \(format.rawValue) header says \(width) × \(height) pixels")
        }
        guard width <= Self.longestSide, height <= Self.longestSide else {
            throw ImageError(
                .tooLarge,
                "\(width) × \(height) pixels: no side may be longer than \(Self.longestSide); shrink it")
        }
        guard (width * height + 999_999) / 1_000_000 <= maximumMegapixels else {
            throw ImageError(
                .tooLarge,
                "\(width) × \(height) pixels are more than \(maximumMegapixels) megapixels; "
                    + "shrink it, or raise the limit (--max-megapixels, in code DecodingOptions.maximumMegapixels)"
            )
        }
        guard fileBytes >= smallestFile else {
            throw ImageError(
                .truncated,
                "\(fileBytes) bytes cannot hold the \(width) × \(height) pixels that the header promises; "
                    + "fetch or export the file again")
        }
    }
}

extension ImageError {
    /// A codec's failure in words.
    init(_ status: cclip_codec_status, _ header: borrowing cclip_header, format: ImageFormat) {
        let reason = withUnsafeBytes(of: header.message) { message in
            String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
        }
        switch status {
        case CCLIP_TRUNCATED: self = .truncated(format, reason)
        case CCLIP_UNSUPPORTED: self = .unsupported(format, reason)
        case CCLIP_TOO_COSTLY:
            self.init(.tooLarge, "\(format.rawValue) too costly to decode: \(reason); save it again")
        default: self = .corrupt(format, reason)
        }
    }

    static func truncated(_ format: ImageFormat, _ reason: String) -> ImageError {
        ImageError(.truncated, "cut \(format.rawValue): \(reason); fetch or export the file again")
    }

    static func corrupt(_ format: ImageFormat, _ reason: String) -> ImageError {
        ImageError(.corrupt, "damaged \(format.rawValue): \(reason); fetch or export the file again")
    }

    static func unsupported(_ format: ImageFormat, _ reason: String) -> ImageError {
        ImageError(
            .unsupported,
            "\(format.rawValue) of a kind not decoded: \(reason); save as baseline JPEG or PNG")
    }
}
