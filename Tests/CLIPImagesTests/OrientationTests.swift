import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("EXIF orientation")
struct OrientationTests {
    static func exif(_ orientation: UInt16, littleEndian: Bool, type: UInt8 = 3) -> [UInt8] {
        func two(_ value: UInt16) -> [UInt8] {
            littleEndian ? [UInt8(value & 255), UInt8(value >> 8)] : [UInt8(value >> 8), UInt8(value & 255)]
        }
        func four(_ value: UInt16) -> [UInt8] { littleEndian ? two(value) + [0, 0] : [0, 0] + two(value) }
        let magic: [UInt8] = littleEndian ? [0x49, 0x49, 0x2A, 0] : [0x4D, 0x4D, 0, 0x2A]
        let other = two(0x010F) + two(2) + four(4) + four(0)
        let value = type == 4 ? four(orientation) : two(orientation) + [0, 0]
        return magic + four(8) + two(2) + other + two(0x0112) + two(UInt16(type)) + four(1) + value
    }

    @Test("read in both byte orders, as SHORT or LONG", arguments: 1...8)
    func read(orientation: Int) {
        for littleEndian in [true, false] {
            for type in [3, 4] as [UInt8] {
                let block = Self.exif(UInt16(orientation), littleEndian: littleEndian, type: type)
                block.withUnsafeBytes { #expect(Orientation.inEXIF($0[...]) == orientation) }
            }
        }
    }

    @Test("damaged blocks ask for nothing, whatever their length")
    func damaged() {
        let block = Self.exif(6, littleEndian: true)
        for length in 0..<block.count - 2 {
            block.withUnsafeBytes { #expect(Orientation.inEXIF($0[..<length]) == nil) }
        }
        for value in [0, 9, 65_535] as [UInt16] {
            Self.exif(value, littleEndian: true).withUnsafeBytes {
                #expect(Orientation.inEXIF($0[...]) == nil)
            }
        }
        var far = block
        far.replaceSubrange(4..<8, with: [255, 255, 255, 255])
        far.withUnsafeBytes { #expect(Orientation.inEXIF($0[...]) == nil) }
    }

    @Test("in XMP, as attribute and as element")
    func inXMP() {
        for (packet, expected) in [
            ("<x tiff:Orientation=\"8\"/>", 8), ("<tiff:Orientation>3</tiff:Orientation>", 3),
            ("tiff:Orientation tiff:Orientation=\"5\"", 5), ("tiff:Orientation=\"9\"", nil),
            ("tiff:Orientation=\"", nil), ("nothing", nil),
        ] as [(String, Int?)] {
            Array(packet.utf8).withUnsafeBytes { #expect(Orientation.inXMP($0[...]) == expected) }
        }
    }

    /// Where pixel (x, y) of the upright picture lies in the stored one (EXIF's table of rows and columns).
    static func source(_ x: Int, _ y: Int, width: Int, height: Int, orientation: Int) -> (Int, Int) {
        switch orientation {
        case 2: (width - 1 - x, y)
        case 3: (width - 1 - x, height - 1 - y)
        case 4: (x, height - 1 - y)
        case 5: (y, x)
        case 6: (y, height - 1 - x)
        case 7: (width - 1 - y, height - 1 - x)
        case 8: (width - 1 - y, x)
        default: (x, y)
        }
    }

    @Test("every pixel of every mode finds its place", arguments: 1...8)
    func turned(orientation: Int) {
        for mode in DecodedImage.Mode.allCases {
            for (width, height) in [(1, 1), (3, 2), (33, 70), (64, 1), (1, 65)] {
                let bytes = Int(mode.bytesPerPixel)
                var random = SeededGenerator(seed: UInt64(width * height))
                let count = width * height * bytes
                let pixels = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                let stored = DecodedImage(
                    width: width, height: height, mode: mode, pixels: pixels, orientation: orientation)
                let upright = stored.upright()
                #expect(upright.orientation == 1)
                var expected: [UInt8] = []
                for y in 0..<upright.height {
                    for x in 0..<upright.width {
                        let (sx, sy) = Self.source(
                            x, y, width: width, height: height, orientation: orientation)
                        expected += pixels[(sy * width + sx) * bytes..<(sy * width + sx + 1) * bytes]
                    }
                }
                #expect(upright.pixels == expected, "\(mode) \(width) × \(height)")
            }
        }
    }

    @Test("applied by default, left alone on request")
    func option() throws {
        let path = GoldenPictures.folder + "/made/orientation-6.jpg"
        let upright = try DecodedImage(path: path)
        let stored = try DecodedImage(path: path, options: .init(appliesOrientation: false))
        #expect(upright.orientation == 1)
        #expect(stored.orientation == 6)
        #expect(upright.width == stored.height)
        let png = try DecodedImage(
            path: GoldenPictures.folder + "/made/exif.png", options: .init(appliesOrientation: false))
        #expect(png.orientation == 6)
    }

    @Test("a TIFF is turned upright whatever was asked for, once, as Pillow's reader does")
    func tiffTurnsItself() throws {
        for orientation in 1...8 {
            let path = GoldenPictures.folder + "/codecs/tiff/orientation-\(orientation).tif"
            let stored = try DecodedImage(path: path, options: .init(appliesOrientation: false))
            let upright = try DecodedImage(path: path)
            #expect(stored.orientation == 1)
            #expect(RGBImage(stored) == RGBImage(upright))
            #expect([stored.width, stored.height] == (orientation < 5 ? [19, 14] : [14, 19]))
        }
    }

    @Test(
        "in a PNG's EXIF chunk, with at most one prefix, as in Pillow",
        arguments: [(0, 6), (1, 6), (2, nil)] as [(Int, Int?)])
    func png(prefixes: Int, orientation: Int?) {
        let exif = Self.exif(6, littleEndian: true)
        let tiff = exif.starts(with: "Exif".utf8) ? Array(exif.dropFirst(6)) : exif
        let payload = Array(repeating: Array("Exif\0\0".utf8), count: prefixes).joined() + tiff
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, UInt8(payload.count)]
        file += Array("eXIf".utf8) + payload + [0, 0, 0, 0]
        #expect(file.withUnsafeBytes { PNGChunks($0).orientation } == orientation)
    }

    @Test("in a WebP's EXIF chunk, with and without the prefix, and in its XMP chunk")
    func webP() throws {
        for (file, expected) in [
            ("exif-3", 3), ("exif-6", 6), ("exif-8-bare", 8), ("xmp-5", 5), ("profile", 1),
        ] {
            let path = GoldenPictures.folder + "/codecs/webp/\(file).webp"
            let image = try DecodedImage(path: path, options: .init(appliesOrientation: false))
            #expect(image.orientation == expected, "\(file)")
            #expect(try DecodedImage(path: path).orientation == 1)
        }
    }
}
