extension ImageFormat {
    /// The format that a file's first bytes announce.
    static func bySignature(_ head: UnsafeRawBufferPointer) -> ImageFormat? {
        for (offset, signature, format) in signatures where head.dropFirst(offset).starts(with: signature) {
            return format
        }
        if head.starts(with: "RIFF".utf8) { return inRIFF(kind: head.dropFirst(8).prefix(4)) }
        if head.dropFirst(4).starts(with: "ftyp".utf8) { return inISOMedia(head) }
        // A cursor holds at least one picture; a Targa file that begins alike has zeros there.
        if head.starts(with: [0, 0, 2, 0]), head.count > 5, head[4] != 0 || head[5] != 0 { return .cursor }
        if isPCX(head) { return .pcx }
        return nil
    }

    /// Offset, bytes, format; longer signatures stand before their beginnings.
    private static let signatures: [(Int, [UInt8], ImageFormat)] = [
        (0, [0xFF, 0xD8, 0xFF, 0xF7], .jpegLS),
        (0, [0xFF, 0xD8, 0xFF], .jpeg),
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (0, Array("GIF8".utf8), .gif),
        (0, Array("BM".utf8), .bmp),
        (0, [0x00, 0x00, 0x01, 0x00], .icon),
        // Canon's cameras write TIFF with two letters more.
        (0, [0x49, 0x49, 0x2A, 0x00, 0x10, 0x00, 0x00, 0x00, 0x43, 0x52], .cameraRaw),
        (0, [0x49, 0x49, 0x2A, 0x00], .tiff),
        (0, [0x4D, 0x4D, 0x00, 0x2A], .tiff),
        (0, [0x49, 0x49, 0x2B, 0x00], .tiff),
        (0, [0x4D, 0x4D, 0x00, 0x2B], .tiff),

        (0, [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], .jpeg2000),
        (0, [0xFF, 0x4F, 0xFF, 0x51], .jpeg2000),
        (0, [0xFF, 0x0A], .jpegXL),
        (0, [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20], .jpegXL),
        (0, [0x49, 0x49, 0xBC, 0x01], .jpegXR),
        (0, Array("8BPS".utf8), .photoshop),
        (0, Array("gimp xcf".utf8), .gimp),
        (0, Array("FUJIFILMCCD-RAW".utf8), .cameraRaw),
        (0, Array("IIRO".utf8), .cameraRaw),
        (0, Array("IIRS".utf8), .cameraRaw),
        (0, Array("MMOR".utf8), .cameraRaw),
        (0, [0x49, 0x49, 0x55, 0x00], .cameraRaw),
        (0, Array("FOVb".utf8), .cameraRaw),
        (0, [0x00, 0x4D, 0x52, 0x4D], .cameraRaw),
        (6, Array("HEAPCCDR".utf8), .cameraRaw),
        (0, Array("P7\n".utf8), .pam),
        (0, Array("P7\r\n".utf8), .pam),
        (0, Array("PF\n".utf8), .colourPFM),
        (0, Array("PF\r\n".utf8), .colourPFM),
        (0, Array("#?RADIANCE".utf8), .radiance),
        (0, Array("#?RGBE".utf8), .radiance),
        (0, [0x76, 0x2F, 0x31, 0x01], .openEXR),
        (0, Array("qoif".utf8), .qoi),
        (0, [0x01, 0xDA, 0x00], .sgi),
        (0, [0x01, 0xDA, 0x01], .sgi),
        (0, [0x59, 0xA6, 0x6A, 0x95], .sunRaster),
        (0, Array("DDS ".utf8), .dds),
        (0, Array("icns".utf8), .icns),
        (4, [0x11, 0xAF], .flic),
        (4, [0x12, 0xAF], .flic),
        (0, [0x8A, 0x4D, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .mng),
        (0, [0x8B, 0x4A, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .mng),
        (8, Array("ILBM".utf8), .ilbm),
        (0, [0x42, 0x50, 0x47, 0xFB], .bpg),
        (0, Array("FLIF".utf8), .flif),
        (0, Array("farbfeld".utf8), .farbfeld),
        (0, Array("/* XPM */".utf8), .xpm),
        (0, Array("#define ".utf8), .xbm),
        (0, Array("SIMPLE  =".utf8), .fits),
        (128, Array("DICM".utf8), .dicom),
        (0, Array("AT&TFORM".utf8), .djvu),
        (0, [0xD7, 0xCD, 0xC6, 0x9A], .metafile),
        (40, Array(" EMF".utf8), .metafile),
        (0, Array("%!PS".utf8), .postScript),
        (0, [0xC5, 0xD0, 0xD3, 0xC6], .postScript),
        (0, Array("%PDF".utf8), .pdf),

        (4, Array("moov".utf8), .video),
        (4, Array("mdat".utf8), .video),
        (4, Array("wide".utf8), .video),
        (0, [0x1A, 0x45, 0xDF, 0xA3], .video),
        (0, [0x00, 0x00, 0x01, 0xBA], .video),
        (0, [0x00, 0x00, 0x01, 0xB3], .video),
        (0, Array("FLV\u{1}".utf8), .video),
        (0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], .video),
        (0, Array("OggS".utf8), .sound),
        (0, Array("fLaC".utf8), .sound),
        (0, Array("ID3".utf8), .sound),
        (0, [0x50, 0x4B, 0x03, 0x04], .archive),
        (0, [0x1F, 0x8B, 0x08], .archive),
        (0, [0x28, 0xB5, 0x2F, 0xFD], .archive),
        (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .archive),
        (0, Array("BZh".utf8), .archive),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .archive),
        (0, Array("Rar!".utf8), .archive),
        (257, Array("ustar".utf8), .archive),
    ]

    private static func inRIFF(kind: Slice<UnsafeRawBufferPointer>) -> ImageFormat? {
        switch String(decoding: kind, as: UTF8.self) {
        case "WEBP": .webp
        case "AVI ": .video
        case "WAVE": .sound
        default: nil
        }
    }

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
        case "crx ": return .cameraRaw
        case "M4A ", "M4B ": return .sound
        default: return .video
        }
    }

    /// Version, coding and depth must make sense too: the signature is one byte.
    private static func isPCX(_ head: UnsafeRawBufferPointer) -> Bool {
        head.count >= 68 && head[0] == 0x0A && [0, 2, 3, 4, 5].contains(head[1]) && head[2] <= 1
            && [1, 2, 4, 8].contains(head[3])
    }
}
