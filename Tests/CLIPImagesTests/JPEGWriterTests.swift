import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

@Suite("JPEG files of pictures")
struct JPEGWriterTests {
    @Test("the bytes are those that Pillow writes, at every quality", arguments: try Self.pictures())
    func bytes(_ picture: Picture) throws {
        let image = try RGBImage(path: Repository.root + "/" + picture.file)
        #expect(!picture.written.isEmpty)
        for written in picture.written {
            let file = try image.jpeg(quality: written.quality)
            #expect(file.count == written.bytes, "\(picture.file) at quality \(written.quality)")
            #expect(file.sha256 == written.sha256, "\(picture.file) at quality \(written.quality)")
        }
    }

    @Test("a written picture is read again, close to what it was")
    func roundTrip() throws {
        let image = try RGBImage(path: Repository.root + "/Examples/photos/coffee.png")
        let again = try RGBImage(bytes: image.jpeg(quality: 100))
        #expect(again.width == image.width)
        #expect(again.height == image.height)
        let difference = zip(again.pixels, image.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(Double(difference) / Double(image.pixels.count) < 4)
    }

    @Test(
        "a side that the format cannot express is an error that says so",
        arguments: [(65_501, 1), (1, 65_501)])
    func longSide(width: Int, height: Int) throws {
        let image = try RGBImage(
            width: width, height: height, pixels: [UInt8](repeating: 9, count: width * height * 3))
        let error = #expect(throws: ImageError.self) { try image.jpeg() }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("65500") == true)
    }

    @Test("the longest side is written and read again")
    func longestSide() throws {
        let side = RGBImage.longestJPEGSide
        let image = try RGBImage(width: side, height: 1, pixels: [UInt8](repeating: 128, count: side * 3))
        #expect(try RGBImage(bytes: image.jpeg()) == image)
    }

    struct Picture: Decodable, Sendable, CustomTestStringConvertible {
        struct Written: Decodable, Sendable {
            let quality: Int
            let bytes: Int
            let sha256: String
        }

        let file: String
        let written: [Written]
        var testDescription: String { file }
    }

    static func pictures() throws -> [Picture] {
        struct Goldens: Decodable { let pictures: [Picture] }
        let path = GoldenPictures.folder + "/jpeg-written.json"
        return try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: URL(filePath: path))).pictures
    }
}
