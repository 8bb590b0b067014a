import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("Formats are told by content")
struct ImageFormatTests {
    static let heads: [(ImageFormat, [UInt8])] = [
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0]),
        (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (.webp, Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8)),
        (.gif, Array("GIF89a".utf8)),
        (.bmp, Array("BM".utf8) + [0, 1, 0, 0]),
        (.tiff, [0x49, 0x49, 0x2A, 0x00]),
        (.tiff, [0x4D, 0x4D, 0x00, 0x2A]),
        (.heic, [0, 0, 0, 24] + Array("ftypheic".utf8)),
        (.avif, [0, 0, 0, 24] + Array("ftypavif".utf8)),
        (.jpeg2000, [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]),
        (.jpegXL, [0xFF, 0x0A, 1]),
        (.icon, [0, 0, 1, 0, 1, 0]),
        (.photoshop, Array("8BPS".utf8)),
        (.pdf, Array("%PDF-1.7".utf8)),
        (.svg, Array("<?xml version='1.0'?>\n<svg xmlns='x'>".utf8)),
        (.html, Array("<!DOCTYPE html><html>".utf8)),
        (.text, Array("Zwölf Boxkämpfer".utf8)),
        (.empty, []),
        (.unknown, [0, 1, 2, 3]),
        (.bmp, [40, 0, 0, 0, 13, 0, 0, 0, 7, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0]),
        (.bmp, [12, 0, 0, 0, 13, 0, 7, 0, 1, 0, 8, 0]),
        (.unknown, [40, 0, 0, 0, 13, 0, 0, 0, 7, 0, 0, 0, 9, 0, 24, 0, 0, 0, 0, 0]),
        (.pnm, Array("P1\n13 7".utf8)),
        (.pnm, Array("P6 13 7 255".utf8)),
        (.pnm, Array("Pf\n13 7\n-1.0".utf8)),
        (.pnm, Array("P0CMYK\n".utf8)),
        (.text, Array("P613 7 255".utf8)),
        (.text, Array("Postcards".utf8)),
        (.cursor, [0, 0, 2, 0, 1, 0]),
        (.tga, [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 0, 7, 0, 24, 0]),
        (.tga, [0, 1, 9, 0, 0, 0, 1, 24, 0, 0, 0, 0, 13, 0, 7, 0, 8, 0x20]),
        (.jpegLS, [0xFF, 0xD8, 0xFF, 0xF7]),
        (.jpegXR, [0x49, 0x49, 0xBC, 0x01]),
        (.gimp, Array("gimp xcf v011".utf8)),
        (.cameraRaw, [0x49, 0x49, 0x2A, 0, 0x10, 0, 0, 0, 0x43, 0x52, 2, 0]),
        (.cameraRaw, [0, 0, 0, 24] + Array("ftypcrx ".utf8)),
        (.cameraRaw, Array("FUJIFILMCCD-RAW 0201".utf8)),
        (.cameraRaw, Array("IIRO\u{8}\0\0\0".utf8)),
        (.cameraRaw, [0x49, 0x49, 0x55, 0x00]),
        (.pam, Array("P7\nWIDTH 13".utf8)),
        (.colourPFM, Array("PF\n13 7\n-1.0".utf8)),
        (.radiance, Array("#?RADIANCE\n".utf8)),
        (.openEXR, [0x76, 0x2F, 0x31, 0x01]),
        (.qoi, Array("qoif".utf8) + [0, 0, 0, 13]),
        (.pcx, [0x0A, 5, 1, 8] + [UInt8](repeating: 0, count: 124)),
        (.sgi, [0x01, 0xDA, 0x01, 1]),
        (.sunRaster, [0x59, 0xA6, 0x6A, 0x95]),
        (.dds, Array("DDS |".utf8)),
        (.icns, Array("icns".utf8) + [0, 0, 1, 0]),
        (.flic, [0, 1, 0, 0, 0x12, 0xAF]),
        (.mng, [0x8A, 0x4D, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (.ilbm, Array("FORM".utf8) + [0, 0, 1, 0] + Array("ILBM".utf8)),
        (.bpg, [0x42, 0x50, 0x47, 0xFB]),
        (.flif, Array("FLIF".utf8) + [0x31]),
        (.farbfeld, Array("farbfeld".utf8)),
        (.xpm, Array("/* XPM */\nstatic char".utf8)),
        (.xbm, Array("#define width 13\n".utf8)),
        (.fits, Array("SIMPLE  =                    T".utf8)),
        (.dicom, [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)),
        (.djvu, Array("AT&TFORM".utf8)),
        (.metafile, [0xD7, 0xCD, 0xC6, 0x9A]),
        (.postScript, Array("%!PS-Adobe-3.0 EPSF-3.0".utf8)),
        (.video, [0, 0, 0, 24] + Array("ftypmp42".utf8)),
        (.video, [0, 0, 0, 24] + Array("ftypqt  ".utf8)),
        (.video, [0x1A, 0x45, 0xDF, 0xA3]),
        (.video, Array("RIFF".utf8) + [9, 0, 0, 0] + Array("AVI LIST".utf8)),
        (.sound, Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WAVE".utf8)),
        (.sound, Array("ID3".utf8) + [4]),
        (.archive, [0x50, 0x4B, 0x03, 0x04]),
        (.archive, [0x1F, 0x8B, 0x08]),
    ]

    @Test("by the first bytes", arguments: heads)
    func recognised(format: ImageFormat, head: [UInt8]) {
        #expect(head.withUnsafeBytes { ImageFormat(of: $0) } == format)
    }

    @Test("a refusal names the format and says what to do")
    func refusals() {
        for (format, head) in Self.heads where format.codec == nil {
            let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: head) }
            #expect(error?.code == .unsupported)
            #expect(
                error?.message.contains(format.rawValue) == true || format == .unknown,
                "\(error?.message ?? "")")
            #expect(error?.message.contains("JPEG or PNG") == true || format == .empty)
        }
        #expect(Set(Self.heads.map(\.0)) == Set(ImageFormat.allCases))
    }

    /// A TIFF header and its first directory of LONG entries.
    static func tiff(_ entries: [(tag: Int, value: Int)], littleEndian: Bool) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(value >> (8 * $0) & 255) }
            return littleEndian ? bytes : bytes.reversed()
        }
        var bytes = Array((littleEndian ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
        bytes += number(entries.count, 2)
        for entry in entries {
            bytes += number(entry.tag, 2) + number(4, 2) + number(1, 4) + number(entry.value, 4)
        }
        return bytes
    }

    @Test("a camera's raw file that begins as TIFF is told from TIFF", arguments: [true, false])
    func rawInTIFF(littleEndian: Bool) {
        let size = [(tag: 0x100, value: 160), (tag: 0x101, value: 120)]
        for (entries, format) in [
            (size, ImageFormat.tiff),
            ([(tag: 0xFE, value: 1)] + size, .tiff),  // a reduced picture alone
            ([(tag: 0xFE, value: 0)] + size + [(tag: 0x14A, value: 999)], .tiff),  // a pyramid
            ([(tag: 0xFE, value: 1)] + size + [(tag: 0x14A, value: 999)], .cameraRaw),
            (size + [(tag: 0xC612, value: 1025)], .cameraRaw),
        ] {
            let bytes = Self.tiff(entries, littleEndian: littleEndian)
            #expect(bytes.withUnsafeBytes { ImageFormat(of: $0) } == format, "\(entries)")
            // What is cut says less, and is read no further.
            for length in 4..<bytes.count {
                let cut = bytes[..<length].withUnsafeBytes { ImageFormat(of: $0) }
                #expect([.tiff, format].contains(cut))
            }
        }
    }

    @Test("random bytes, zeros and texts are never taken for Targa, which has no signature")
    func targa() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200_000 {
            let head = (0..<18).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(head.withUnsafeBytes { ImageFormat(of: $0) } != .tga)
            // Small numbers, as headers of other formats have them.
            let small = (0..<18).map { _ in
                UInt8([0, 0, 0, 1, 2, 8, 32][Int.random(in: 0..<7, using: &random)])
            }
            guard small.withUnsafeBytes({ ImageFormat(of: $0) }) == .tga else { continue }
            #expect(small[1] <= 1 && [1, 2, 3, 9, 10, 11].contains(small[2]) && small[16] > 0)
        }
        #expect([UInt8](repeating: 0, count: 512).withUnsafeBytes { ImageFormat(of: $0) } == .unknown)
    }
}
