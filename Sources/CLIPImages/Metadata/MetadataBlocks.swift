/// The blocks of a picture file that may ask for an orientation.
struct MetadataBlocks {
    /// An EXIF block, with or without its prefix.
    var exif: [UInt8]?
    /// An XMP packet.
    var xmp: [UInt8]?

    /// What EXIF asks for or, where it has no such tag, XMP.
    var orientationTag: OrientationTag? {
        if let exif {
            switch exif.withUnsafeBytes({ Orientation.answer(ofEXIF: $0[...]) }) {
            case .value(let value): return OrientationTag(value: value, source: .exif)
            case .unusable: return nil
            case .silent: break
            }
        }
        guard let value = xmp?.withUnsafeBytes({ Orientation.inXMP($0[...]) }) else { return nil }
        return OrientationTag(value: value, source: .xmp)
    }
}

/// How a file asks to be turned, and where it does.
public struct OrientationTag: Sendable, Hashable {
    /// The metadata that ask.
    public enum Source: String, Sendable {
        /// Tag 0x0112 of an EXIF block.
        case exif = "EXIF"
        /// A TIFF file's own directory: its reader turns by it whatever its caller asks for, as Pillow's does.
        case tiff = "TIFF"
        /// `tiff:Orientation` of an XMP packet.
        case xmp = "XMP"
    }

    /// EXIF's number, 1…8.
    public let value: Int
    /// Where it was found.
    public let source: Source
}
