internal import CCLIPImaging

/// A picture in the mode that its file had.
///
/// OpenCLIP's transform resizes before it converts to RGB, so a palette picture is resized by picking
/// pixels, one with alpha premultiplied, 16-bit grey in 16 bits. This type keeps what that needs.
/// `Preprocessing.crop` makes the model's input of it, `RGBImage(_:)` the whole picture in RGB.
public struct DecodedImage: Sendable {
    /// The modes, by their names in Pillow.
    public enum Mode: String, Sendable, CaseIterable {
        /// Black and white.
        case bilevel = "1"
        /// 8-bit grey.
        case grey = "L"
        /// 16-bit grey.
        case grey16 = "I;16"
        /// Grey with alpha.
        case greyAlpha = "LA"
        /// Colour.
        case rgb = "RGB"
        /// Colour with alpha.
        case rgba = "RGBA"
        /// Four inks.
        case cmyk = "CMYK"
        /// Indices into a palette.
        case palette = "P"
        /// Indices into a palette with alpha. Resized like `palette`; Pillow forgets the palette then and makes
        /// it black.
        case paletteAlpha = "PA"
        /// Luma and two colour differences.
        case yCbCr = "YCbCr"
        /// 16-bit grey, high bytes first. Pillow resizes it as if low bytes came first; so does this.
        case grey16Big = "I;16B"
        /// Grey in signed 32-bit numbers.
        case int32 = "I"
        /// Grey in 32-bit floating point.
        case float32 = "F"
    }

    /// Pixels per row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// The mode.
    public let mode: Mode
    /// The EXIF orientation, 1…8, that the file asked for; 1 once it is applied.
    public let orientation: Int
    /// Eighths of the file's width and height at which it was decoded: 8 unless it is a JPEG and
    /// ``DecodingOptions/reducedFor`` allows less.
    public let eighths: Int

    /// Tight rows, `mode.layout`'s bytes per pixel.
    let pixels: [UInt8]
    /// 256 RGB triples for `.palette` and `.paletteAlpha`, else empty.
    let palette: [UInt8]

    init(
        width: Int, height: Int, mode: Mode, pixels: [UInt8], palette: [UInt8] = [], orientation: Int = 1,
        eighths: Int = 8
    ) {
        self.width = width
        self.height = height
        self.mode = mode
        self.pixels = pixels
        self.palette = palette
        self.orientation = orientation
        self.eighths = eighths
    }

    /// A picture that is RGB already.
    public init(_ image: RGBImage) {
        self.init(width: image.width, height: image.height, mode: .rgb, pixels: image.pixels)
    }

    /// Decodes a picture file; its format is told by its content.
    /// - Throws: `ImageError`, which names the file.
    public init(path: String, options: DecodingOptions = .init()) throws(ImageError) {
        do {
            let bytes = try FileBytes.read(path, options: options)
            try self.init(bytes: bytes, options: options)
        } catch {
            throw error.at(path)
        }
    }

    /// Decodes a picture file's bytes.
    public init(bytes: [UInt8], options: DecodingOptions = .init()) throws(ImageError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            try DecodedImage(bytes: UnsafeRawBufferPointer(buffer), options: options)
        }
    }

    /// Decodes a picture file's bytes.
    public init(bytes: UnsafeRawBufferPointer, options: DecodingOptions = .init()) throws(ImageError) {
        let format = ImageFormat(of: bytes)
        guard let codec = format.codec else { throw format.refusal }
        let stored = try codec.decode(bytes, options: options)
        self = options.appliesOrientation ? stored.upright() : stored
    }

    /// The picture turned and mirrored as its orientation asks.
    package func upright() -> DecodedImage { turned(by: orientation) }

    /// The picture turned and mirrored as an EXIF orientation asks, whatever its own says.
    func turned(by orientation: Int) -> DecodedImage {
        guard orientation != 1 else { return self }
        let swaps = orientation >= 5
        let turned = [UInt8](pixelBytes: pixels.count) { turned in
            cclip_turn(
                pixels, Int64(width), Int64(height), mode.bytesPerPixel, Int32(orientation), turned)
            return true
        }
        return DecodedImage(
            width: swaps ? height : width, height: swaps ? width : height, mode: mode, pixels: turned,
            palette: palette, eighths: eighths)
    }

    func withPicture<Result>(_ body: (UnsafePointer<cclip_picture>) -> Result) -> Result {
        pixels.withUnsafeBufferPointer { pixels in
            palette.withUnsafeBufferPointer { palette in
                var picture = cclip_picture(
                    pixels: pixels.baseAddress, width: Int64(width), height: Int64(height),
                    layout: mode.layout, palette: palette.baseAddress)
                return body(&picture)
            }
        }
    }
}

extension DecodedImage.Mode {
    var layout: cclip_layout {
        switch self {
        case .bilevel: CCLIP_BILEVEL
        case .grey: CCLIP_GREY
        case .grey16: CCLIP_GREY16
        case .greyAlpha: CCLIP_GREY_ALPHA
        case .rgb: CCLIP_RGB
        case .rgba: CCLIP_RGBA
        case .cmyk: CCLIP_CMYK
        case .palette: CCLIP_PALETTE
        case .paletteAlpha: CCLIP_PALETTE_ALPHA
        case .yCbCr: CCLIP_YCBCR
        case .grey16Big: CCLIP_GREY16_BIG
        case .int32: CCLIP_INT32
        case .float32: CCLIP_FLOAT32
        }
    }

    init?(_ layout: cclip_layout) {
        guard let mode = Self.allCases.first(where: { $0.layout == layout }) else { return nil }
        self = mode
    }

    var bytesPerPixel: Int32 { cclip_pixel_bytes(layout) }
}
