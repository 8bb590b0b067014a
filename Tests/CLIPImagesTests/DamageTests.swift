import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("Damaged files give errors with reasons, never crashes or half pictures")
struct DamageTests {
    static let files = [
        "made/jpeg-420.jpg", "made/jpeg-progressive.jpg", "made/jpeg-cmyk.jpg", "made/jpeg-grey.jpg",
        "made/jpeg-restarts.jpg", "made/rgb-8.png", "made/rgba-16-interlaced.png", "made/palette-4.png",
        "made/grey-16.png", "made/exif.png", "made/orientation-6.jpg",
        "codecs/webp/lossy-60.webp", "codecs/webp/lossless-alpha.webp", "codecs/webp/exif-6.webp",
        "codecs/webp/animated-alpha-part.webp", "codecs/gif/palette.gif", "codecs/gif/interlaced.gif",
        "codecs/gif/part-transparent.gif", "codecs/tiff/rgb-8-little.tif", "codecs/tiff/rgb-8-tiles.tif",
        "codecs/tiff/saved-tiff_lzw.tif", "codecs/tiff/saved-1-group4.tif", "codecs/tiff/jpeg-ycbcr.tif",
        "codecs/tiff/ycbcr-420-deflate.tif", "codecs/tiff/rgba-8-associated-separate-tiles.tif",
        "codecs/tiff/grey-16-big-deflate.tif", "codecs/tiff/bigtiff.tif",
    ]

    static func bytes(_ file: String) throws -> [UInt8] {
        try FileBytes.read(GoldenPictures.folder + "/" + file, options: .init())
    }

    @Test("cut at every sixteenth", arguments: files)
    func cut(file: String) throws {
        let whole = try Self.bytes(file)
        for part in 0..<16 {
            let cut = Array(whole.prefix(whole.count * part / 16))
            let error = #expect(throws: ImageError.self, "\(part)/16") { try DecodedImage(bytes: cut) }
            let expected: ImageError.Code = part == 0 ? .unsupported : .truncated
            #expect(error?.code == expected, "\(part)/16: \(error?.message ?? "")")
        }
    }

    @Test("cut and closed with an end marker", arguments: ["made/jpeg-420.jpg", "made/jpeg-grey.jpg"])
    func closedEarly(file: String) throws {
        let whole = try Self.bytes(file)
        let half = Array(whole.prefix(whole.count * 3 / 4)) + [0xFF, 0xD9]
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: half) }
        #expect(error?.code == .truncated)
        #expect(error?.message.contains("row") == true, "\(error?.message ?? "")")
    }

    @Test("600 mutations of each file", arguments: files)
    func mutations(file: String) throws {
        let whole = try Self.bytes(file)
        var random = SeededGenerator(seed: 7)
        var outcomes: [String: Int] = [:]
        for round in 0..<600 {
            var mutated = whole
            for _ in 0...(round % 8) {
                let at = Int.random(in: 0..<mutated.count, using: &random)
                mutated[at] ^= UInt8.random(in: 1...255, using: &random)
            }
            do {
                let image = try DecodedImage(bytes: mutated, options: .init(maximumMegapixels: 4))
                let crop = Preprocessing(size: 32).crop(image)
                #expect(crop.pixels.count == 32 * 32 * 3)
                outcomes["decoded", default: 0] += 1
            } catch {
                #expect(!error.message.isEmpty)
                outcomes[error.code.description, default: 0] += 1
            }
        }
        #expect(outcomes.values.reduce(0, +) == 600)
        // Every byte of a PNG is under a checksum; a JPEG has none, and most changes only change pixels.
        if file.hasSuffix("png") {
            #expect(outcomes["decoded"] == nil, "\(outcomes)")
        } else {
            #expect(outcomes.count > 1, "\(outcomes)")
        }
    }

    @Test("a changed byte of a PNG's pixels is noticed by its checksum")
    func checksum() throws {
        let whole = try Self.bytes("made/rgb-8.png")
        for at in stride(from: 60, to: whole.count - 20, by: 37) {
            var changed = whole
            changed[at] ^= 0x10
            let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: changed) }
            #expect(error?.code == .corrupt)
        }
    }

    @Test("a GIF is whole once its last pixel is there")
    func missingTail() throws {
        let whole = try Self.bytes("codecs/gif/no-trailer.gif")
        let image = try RGBImage(bytes: whole)
        // The end code and the empty block behind the pixels.
        #expect(try RGBImage(bytes: Array(whole.dropLast(2))) == image)
        let error = #expect(throws: ImageError.self) { try RGBImage(bytes: Array(whole.dropLast(40))) }
        #expect(error?.code == .truncated)
        #expect(error?.message.contains("row") == true, "\(error?.message ?? "")")
    }

    @Test("a PNG without its end chunk is whole")
    func missingEnd() throws {
        let whole = try Self.bytes("made/rgb-8.png")
        let open = try DecodedImage(bytes: Array(whole.dropLast(12)))
        #expect(try RGBImage(open) == RGBImage(bytes: whole))
    }
}
