/// What a file is, told by its first bytes and never by its name.
enum ImageFormat: String, Sendable, CaseIterable {
    // Decoded here; some of them where their library is built in.
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"
    case gif = "GIF"
    case bmp = "BMP"
    case pnm = "PNM"
    case icon = "Windows icon"
    case cursor = "Windows cursor"
    case tga = "TGA"
    case tiff = "TIFF"
    case heic = "HEIC"
    case avif = "AVIF"
    // Pictures that are refused by name.
    case jpeg2000 = "JPEG 2000"
    case jpegXL = "JPEG XL"
    case jpegXR = "JPEG XR"
    case jpegLS = "JPEG-LS"
    case photoshop = "Photoshop"
    case gimp = "GIMP"
    case cameraRaw = "camera raw"
    case pam = "PAM"
    case colourPFM = "colour PFM"
    case radiance = "Radiance HDR"
    case openEXR = "OpenEXR"
    case qoi = "QOI"
    case pcx = "PCX"
    case sgi = "SGI"
    case sunRaster = "Sun raster"
    case dds = "DDS"
    case icns = "macOS icon"
    case flic = "FLIC"
    case mng = "MNG"
    case ilbm = "ILBM"
    case bpg = "BPG"
    case flif = "FLIF"
    case farbfeld = "farbfeld"
    case xpm = "XPM"
    case xbm = "XBM"
    case fits = "FITS"
    case dicom = "DICOM"
    case djvu = "DjVu"
    case metafile = "Windows metafile"
    case postScript = "PostScript"
    case pdf = "PDF"
    case svg = "SVG"
    // No pictures.
    case video = "a video"
    case sound = "a sound file"
    case archive = "an archive"
    case html = "HTML"
    case text = "text"
    case empty = "empty"
    case unknown = "unknown"

    /// How many leading bytes `init(of:)` looks at.
    static let lookahead = 2048

    init(of bytes: UnsafeRawBufferPointer) {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.lookahead))
        if head.isEmpty {
            self = .empty
        } else if let signed = Self.bySignature(head) {
            self = signed == .tiff && CameraRaw.isIn(head) ? .cameraRaw : signed
        } else if PNMHeader.isPlausible(head) {
            self = .pnm
        } else if BMPHeader.isPlausible(head) {
            self = .bmp
        } else if TGAHeader.isPlausible(head) {
            self = .tga
        } else {
            self = Self.inText(head)
        }
    }

    private static func inText(_ head: UnsafeRawBufferPointer) -> ImageFormat {
        let printable = head.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        guard printable else { return .unknown }
        let words = String(decoding: head, as: UTF8.self).lowercased()
        if words.contains("<svg") { return .svg }
        if words.contains("<html") || words.contains("<!doctype html") { return .html }
        // A cut last character is no reason to call a text something else.
        return words.unicodeScalars.dropLast().contains("\u{FFFD}") ? .unknown : .text
    }

    /// The sentence for a file that no codec here decodes.
    var refusal: ImageError {
        switch self {
        case .empty: ImageError(.unsupported, "the file is empty; fetch or export it again")
        case .text, .html, .sound:
            ImageError(.unsupported, "this is \(rawValue), not a picture; give a JPEG or PNG file")
        case .video:
            ImageError(
                .unsupported,
                "this is a video, not a picture; save a frame of it as JPEG or PNG and give that")
        case .archive:
            ImageError(
                .unsupported,
                "this is an archive, not a picture; unpack it and give the JPEG or PNG files in it")
        case .pdf, .postScript, .svg, .metafile, .djvu:
            ImageError(
                .unsupported,
                "\(rawValue) holds drawings or pages, not pixels; export a page as JPEG or PNG and give that")
        case .cameraRaw:
            ImageError(
                .unsupported,
                "\(rawValue) pictures are not developed here; export as JPEG or PNG with the camera's program"
            )
        case .unknown:
            ImageError(.unsupported, "not a picture of a known format; convert it to JPEG or PNG")
        case .heic, .avif:
            ImageError(
                .unsupported,
                "\(rawValue) is decoded only by a build with the package trait \(rawValue); build with it "
                    + "(see README.md), or convert to JPEG or PNG")
        default:
            ImageError(.unsupported, "\(rawValue) pictures are not decoded; convert to JPEG or PNG")
        }
    }
}
