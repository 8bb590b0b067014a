/// What a file is, told by its first bytes and never by its name.
enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"
    case gif = "GIF"
    case bmp = "BMP"
    case tiff = "TIFF"
    case heic = "HEIC"
    case avif = "AVIF"
    case jpeg2000 = "JPEG 2000"
    case jpegXL = "JPEG XL"
    case icon = "Windows icon"
    case photoshop = "Photoshop"
    case pdf = "PDF"
    case svg = "SVG"
    case html = "HTML"
    case text = "text"
    case empty = "empty"
    case unknown = "unknown"

    /// How many leading bytes `init(of:)` looks at.
    static let lookahead = 512

    init(of bytes: UnsafeRawBufferPointer) {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.lookahead))
        if head.isEmpty {
            self = .empty
        } else if let (_, format) = Self.signatures.first(where: { head.starts(with: $0.0) }) {
            self = format
        } else if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else if head.dropFirst(4).starts(with: "ftyp".utf8) {
            self = Self.inISOMedia(head)
        } else {
            self = Self.inText(head)
        }
    }

    private static let signatures: [([UInt8], ImageFormat)] = [
        ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("GIF8".utf8), .gif),
        (Array("BM".utf8), .bmp),
        ([0x49, 0x49, 0x2A, 0x00], .tiff),
        ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
        ([0x49, 0x49, 0x2B, 0x00], .tiff),
        ([0x4D, 0x4D, 0x00, 0x2B], .tiff),
        ([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], .jpeg2000),
        ([0xFF, 0x4F, 0xFF, 0x51], .jpeg2000),
        ([0xFF, 0x0A], .jpegXL),
        ([0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20], .jpegXL),
        ([0x00, 0x00, 0x01, 0x00], .icon),
        (Array("8BPS".utf8), .photoshop),
        (Array("%PDF".utf8), .pdf),
    ]

    /// By the major brand, and where that only says that pictures are inside, by those it is compatible with.
    private static func inISOMedia(_ head: UnsafeRawBufferPointer) -> ImageFormat {
        let length = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let brands = stride(from: 8, to: min(length, head.count) - 3, by: 4).map {
            String(decoding: head[$0..<$0 + 4], as: UTF8.self)
        }
        switch brands.first {
        case "avif", "avis": return .avif
        case "heic", "heix", "hevc", "hevx", "heim", "heis": return .heic
        case "mif1", "msf1": return brands.contains("avif") || brands.contains("avis") ? .avif : .heic
        default: return .unknown
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
        case .text, .html:
            ImageError(.unsupported, "this is \(rawValue), not a picture; give a JPEG or PNG file")
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
