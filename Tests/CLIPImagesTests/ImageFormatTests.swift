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
        (.unknown, [0, 0, 0, 24] + Array("ftypmp42".utf8)),
        (.unknown, Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WAVE".utf8)),
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
}
