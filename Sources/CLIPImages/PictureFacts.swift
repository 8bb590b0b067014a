/// What a picture file says of itself before it is decoded.
public struct PictureFacts: Sendable, Hashable {
    /// The format by the file's first bytes, such as "JPEG"; "unknown" if they are of none that is known.
    public let format: String
    /// The format that the file's name promises; nil where its ending is missing or promises none.
    public let formatByName: String?
    /// Bits per sample as stored, where the format leaves a choice.
    public let bitsPerSample: Int?
    /// How the file asks to be turned; nil where it does not.
    public let orientationTag: OrientationTag?

    /// - Parameters:
    ///   - bytes: the whole file, or its beginning.
    ///   - ending: what follows the last dot of its name, in lower case.
    public init(bytes: [UInt8], ending: String) {
        self = bytes.withUnsafeBytes { PictureFacts($0, ending: ending) }
    }

    private init(_ bytes: UnsafeRawBufferPointer, ending: String) {
        let format = ImageFormat(of: bytes)
        self.format = format.rawValue
        formatByName = ImageFormat.endings[ending]?.rawValue
        bitsPerSample = Self.bitsPerSample(bytes, format)
        orientationTag =
            format == .tiff
            ? TIFFDirectory(bytes)?.orientation.map { OrientationTag(value: $0, source: .tiff) }
            : format.metadata(of: bytes).orientationTag
    }

    /// True where the name promises another format than the content has.
    public var nameDisagrees: Bool { formatByName.map { $0 != format } ?? false }

    private static func bitsPerSample(_ bytes: UnsafeRawBufferPointer, _ format: ImageFormat) -> Int? {
        // Behind signature, chunk header, width and height.
        let place = 24
        return format == .png && bytes.count > place ? Int(bytes[place]) : nil
    }
}

extension ImageFormat {
    /// The formats that endings promise.
    static let endings: [String: ImageFormat] = [
        "jpg": .jpeg, "jpeg": .jpeg, "jpe": .jpeg, "jfif": .jpeg, "png": .png, "apng": .png, "webp": .webp,
        "gif": .gif, "bmp": .bmp, "dib": .bmp, "pnm": .pnm, "ppm": .pnm, "pgm": .pnm, "pbm": .pnm,
        "pfm": .pnm, "ico": .icon, "cur": .cursor, "tga": .tga, "tif": .tiff, "tiff": .tiff, "heic": .heic,
        "heif": .heic, "hif": .heic, "avif": .avif, "jp2": .jpeg2000, "jxl": .jpegXL, "psd": .photoshop,
        "pdf": .pdf, "svg": .svg, "html": .html, "htm": .html, "txt": .text,
    ]

    /// The metadata that may ask for an orientation.
    func metadata(of bytes: UnsafeRawBufferPointer) -> MetadataBlocks {
        switch self {
        case .jpeg: JPEGSegments(bytes).metadata
        case .png: PNGChunks(bytes).metadata
        case .webp: WebPChunks(bytes).metadata
        default: MetadataBlocks()
        }
    }
}

extension DecodedImage.Mode {
    /// Bits of one sample in memory.
    public var bitsPerSample: Int {
        switch self {
        case .bilevel: 1
        case .grey16, .grey16Big: 16
        case .int32, .float32: 32
        default: 8
        }
    }
}
