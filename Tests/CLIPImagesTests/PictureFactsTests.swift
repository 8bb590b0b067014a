import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("What a file says of itself")
struct PictureFactsTests {
    @Test("format by content and by name, bits, orientation and where it stands")
    func facts() throws {
        let png = PictureFacts(bytes: try DamageTests.bytes("made/grey-4.png"), ending: "jpg")
        #expect(png.format == "PNG" && png.formatByName == "JPEG" && png.nameDisagrees)
        #expect(png.bitsPerSample == 4 && png.orientationTag == nil)
        let jpeg = PictureFacts(bytes: try DamageTests.bytes("made/orientation-6.jpg"), ending: "jpeg")
        #expect(!jpeg.nameDisagrees && jpeg.bitsPerSample == nil)
        #expect(jpeg.orientationTag == OrientationTag(value: 6, source: .exif))
        let unnamed = PictureFacts(bytes: [], ending: "")
        #expect(unnamed.format == "empty" && unnamed.formatByName == nil && !unnamed.nameDisagrees)
    }

    @Test("a TIFF's own tag is told from EXIF, and every ending is written in lower case")
    func tiff() throws {
        let facts = PictureFacts(
            bytes: try DamageTests.bytes("codecs/tiff/orientation-3-jpeg.tif"), ending: "tif")
        #expect(facts.format == "TIFF" && facts.orientationTag == OrientationTag(value: 3, source: .tiff))
        #expect(ImageFormat.endings.keys.allSatisfy { $0 == $0.lowercased() })
        #expect(PictureFacts(bytes: Array("P6 1 1 255 abc".utf8), ending: "ppm").nameDisagrees == false)
    }

    @Test("an orientation in XMP is told from one in EXIF")
    func xmp() throws {
        let bytes = try DamageTests.bytes("made/jpeg-grey.jpg")
        let packet = Array("http://ns.adobe.com/xap/1.0/\0<x tiff:Orientation=\"8\"/>".utf8)
        let segment = [0xFF, 0xE1, 0, UInt8(packet.count + 2)] + packet
        let facts = PictureFacts(bytes: Array(bytes[..<2]) + segment + bytes[2...], ending: "jpg")
        #expect(facts.orientationTag == OrientationTag(value: 8, source: .xmp))
    }

    @Test(
        "a PNG of ours holds the pixels that it was made of", arguments: [(1, 1), (3, 2), (64, 64), (1, 300)])
    func png(width: Int, height: Int) throws {
        var random = SeededGenerator(seed: 5)
        let pixels = (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        let image = try RGBImage(width: width, height: height, pixels: pixels)
        let file = try image.png()
        let read = try DecodedImage(bytes: file)
        #expect(read.mode == .rgb && RGBImage(read) == image)
    }

    @Test("white borders as img2dataset leaves them are noticed, in JPEG and in RGB")
    func borders() throws {
        let bordered = try DecodedImage(path: Golden.folder + "/doctor/bordered.jpg")
        #expect(bordered.hasShrinkingBorders)
        let turned = bordered.turned(by: 6)
        #expect(turned.hasShrinkingBorders)
        let photo = try DecodedImage(path: Golden.folder + "/doctor/photo.jpg")
        #expect(!photo.hasShrinkingBorders)
    }

    @Test("other white pictures are not taken for bordered ones")
    func noBorders() throws {
        func picture(side: Int = 256, _ isWhite: (_ x: Int, _ y: Int) -> Bool) throws -> DecodedImage {
            var pixels: [UInt8] = []
            for y in 0..<side {
                for x in 0..<side { pixels += isWhite(x, y) ? [255, 255, 255] : [90, 60, 30] }
            }
            return DecodedImage(try RGBImage(width: side, height: side, pixels: pixels))
        }
        #expect(try picture { $1 < 40 || $1 >= 216 }.hasShrinkingBorders)
        #expect(try picture { x, _ in x < 40 || x >= 216 }.hasShrinkingBorders)
        // All white, a thin frame, one border, unequal borders, a thing on white, another size.
        #expect(try !picture { _, _ in true }.hasShrinkingBorders)
        #expect(try !picture { $1 < 6 || $1 >= 250 }.hasShrinkingBorders)
        #expect(try !picture { $1 < 40 }.hasShrinkingBorders)
        #expect(try !picture { $1 < 40 || $1 >= 200 }.hasShrinkingBorders)
        #expect(
            try !picture { ($0 - 128) * ($0 - 128) + ($1 - 128) * ($1 - 128) > 80 * 80 }.hasShrinkingBorders)
        #expect(try !picture(side: 255) { $1 < 40 || $1 >= 215 }.hasShrinkingBorders)
    }
}
