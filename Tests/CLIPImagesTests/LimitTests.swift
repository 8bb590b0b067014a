import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("Headers are checked before memory is taken")
struct LimitTests {
    /// A JPEG whose frame header says another size.
    static func jpeg(_ file: String, width: Int, height: Int) throws -> [UInt8] {
        var bytes = try DamageTests.bytes(file)
        let frame = try #require(
            bytes.indices.dropLast().first { bytes[$0] == 0xFF && [0xC0, 0xC2].contains(bytes[$0 + 1]) })
        let size: [UInt8] = [
            UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255),
        ]
        bytes.replaceSubrange(frame + 5..<frame + 9, with: size)
        return bytes
    }

    /// A PNG whose header says another size, with the right checksum.
    static func png(_ file: String, width: UInt32, height: UInt32) throws -> [UInt8] {
        var bytes = try DamageTests.bytes(file)
        func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        bytes.replaceSubrange(16..<24, with: bigEndian(width) + bigEndian(height))
        bytes.replaceSubrange(29..<33, with: bigEndian(crc32(bytes[12..<29])))
        return bytes
    }

    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 {
                let carry = crc & 1
                crc >>= 1
                if carry == 1 { crc ^= 0xEDB8_8320 }
            }
        }
        return ~crc
    }

    static func replacing(_ range: Range<Int>, of file: String, with bytes: [UInt8]) throws -> [UInt8] {
        var changed = try DamageTests.bytes(file)
        changed.replaceSubrange(range, with: bytes)
        return changed
    }

    @Test("a GIF screen and a WebP canvas as large as their fields allow")
    func largestCanvas() throws {
        let all: [UInt8] = [255, 255, 255, 255, 255, 255]
        let screen = try Self.replacing(6..<10, of: "codecs/gif/palette.gif", with: Array(all.prefix(4)))
        // The canvas may have at most 2³² − 1 pixels: 65,535 × 65,536 of them.
        let wide: [UInt8] = [254, 255, 0, 255, 255, 0]
        let canvas = try Self.replacing(
            24..<30, of: "codecs/webp/animated-alpha-part.webp", with: wide)
        for (file, size) in [(screen, "65535 × 65535"), (canvas, "65535 × 65536")] {
            let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: file) }
            #expect(error?.code == .tooLarge)
            #expect(error?.message.contains(size) == true, "\(error?.message ?? "")")
        }
        let beyond = try Self.replacing(24..<30, of: "codecs/webp/animated-alpha-part.webp", with: all)
        #expect(throws: ImageError.self) { try DecodedImage(bytes: beyond) }
    }

    @Test("a GIF frame that the file is too short for")
    func lyingGIF() throws {
        // Screen, 256 colours, the frame's place, then its size.
        let at = 13 + 768 + 5
        let size: [UInt8] = [0x10, 0x27, 0x10, 0x27]
        let lie = try Self.replacing(at..<at + 4, of: "codecs/gif/palette.gif", with: size)
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: lie) }
        #expect(error?.code == .truncated)
        #expect(error?.message.contains("cannot hold the 10000 × 10000") == true)
        let flat = try Self.replacing(at..<at + 4, of: "codecs/gif/palette.gif", with: [0, 0, 1, 0])
        let none = #expect(throws: ImageError.self) { try DecodedImage(bytes: flat) }
        #expect(none?.code == .corrupt)
    }

    /// A little-endian TIFF with another value in an entry of its directory.
    static func tiff(_ file: String, _ tag: UInt16, _ value: UInt32) throws -> [UInt8] {
        var bytes = try DamageTests.bytes(file)
        func two(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
        let start = two(4)
        let entry = try #require(
            (0..<two(start)).map { start + 2 + 12 * $0 }.first { two($0) == Int(tag) })
        // As a LONG, whatever it was.
        bytes.replaceSubrange(entry + 2..<entry + 4, with: [4, 0])
        bytes.replaceSubrange(entry + 8..<entry + 12, with: withUnsafeBytes(of: value) { Array($0) })
        return bytes
    }

    @Test("a TIFF that lies about its size, its strips and its tiles")
    func lyingTIFF() throws {
        let files: [(String, UInt16, UInt32, ImageError.Code)] = [
            ("rgb-8-little", 256, .max, .tooLarge), ("rgb-8-little", 257, 1 << 20, .truncated),
            ("rgb-8-little", 256, 0, .corrupt), ("rgb-8-little-deflate", 257, 900_000, .truncated),
            ("rgb-8-little-tiles", 322, 1 << 30, .tooLarge), ("rgb-8-little-tiles", 322, 1 << 13, .corrupt),
            ("rgb-8-little", 278, 0, .corrupt), ("jpeg-ycbcr", 257, 1 << 20, .truncated),
            ("rgb-8-little", 259, 77, .unsupported), ("rgb-8-little", 277, 200, .unsupported),
            ("rgb-8-little", 262, 8, .unsupported), ("grey-8-black-is-0", 258, .max, .unsupported),
        ]
        for (file, tag, value, code) in files {
            let bytes = try Self.tiff("codecs/tiff/\(file).tif", tag, value)
            let error = #expect(throws: ImageError.self, "\(file) \(tag)") { try DecodedImage(bytes: bytes) }
            #expect(error?.code == code, "\(file) \(tag) = \(value): \(error?.message ?? "")")
        }
    }

    @Test("a TIFF whose directory points at itself is its first page")
    func directoryLoop() throws {
        var bytes = try DamageTests.bytes("codecs/tiff/rgb-8-little.tif")
        let entries = Int(bytes[8]) | Int(bytes[9]) << 8
        let next = 10 + 12 * entries
        bytes.replaceSubrange(next..<next + 4, with: [8, 0, 0, 0])
        #expect(try DecodedImage(bytes: bytes).width == 19)
    }

    @Test("more megapixels than allowed", arguments: ["made/jpeg-420.jpg", "made/rgb-8.png"])
    func megapixels(file: String) throws {
        let bytes = try DamageTests.bytes(file)
        let huge =
            file.hasSuffix("png")
            ? try Self.png(file, width: 30_000, height: 30_000)
            : try Self.jpeg(file, width: 30_000, height: 30_000)
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: huge) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("256 megapixels") == true)
        let none = #expect(throws: ImageError.self) {
            try DecodedImage(bytes: bytes, options: .init(maximumMegapixels: 0))
        }
        #expect(none?.code == .tooLarge)
    }

    @Test(
        "a size that the file is too short for",
        arguments: ["made/jpeg-420.jpg", "made/jpeg-progressive.jpg"])
    func lyingJPEG(file: String) throws {
        let lie = try Self.jpeg(file, width: 16_000, height: 16_000)
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: lie) }
        #expect(error?.code == .truncated)
        #expect(error?.message.contains("cannot hold") == true)
    }

    @Test("limits may be as high as numbers go")
    func noLimits() throws {
        let options = DecodingOptions(maximumMegapixels: .max, maximumFileBytes: .max)
        let image = try DecodedImage(path: GoldenPictures.folder + "/made/rgb-8.png", options: options)
        #expect(image.mode == .rgb)
    }

    @Test("a PNG size that the file is too short for")
    func lyingPNG() throws {
        for (width, height) in [(16_000, 16_000), (1_000_000, 200)] as [(UInt32, UInt32)] {
            let lie = try Self.png("made/rgb-8.png", width: width, height: height)
            let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: lie) }
            #expect(error?.code == .truncated)
        }
    }

    /// A TIFF whose directory says another size, in one strip.
    static func tiff(_ file: String, side: UInt32) throws -> [UInt8] {
        var bytes = try DamageTests.bytes(file)
        func number(_ at: Int, _ count: Int) -> Int {
            let field = bytes[at..<at + count]
            return (bytes[0] == 0x49 ? Array(field.reversed()) : Array(field)).reduce(0) { $0 << 8 | Int($1) }
        }
        func put(_ value: UInt32, _ count: Int, at place: Int) {
            let digits = withUnsafeBytes(of: value.bigEndian) { Array($0) }.suffix(count)
            bytes.replaceSubrange(
                place..<place + count, with: bytes[0] == 0x49 ? Array(digits.reversed()) : Array(digits))
        }
        let directory = number(4, 4)
        for index in 0..<number(directory, 2) {
            let entry = directory + 2 + 12 * index
            // Width, height, and rows of a strip, as LONG.
            guard [256, 257, 278].contains(number(entry, 2)) else { continue }
            put(4, 2, at: entry + 2)
            put(1, 4, at: entry + 4)
            put(side, 4, at: entry + 8)
        }
        return bytes
    }

    @Test(
        "a TIFF size that the file is too short for",
        arguments: ["orientation-3-jpeg.tif", "saved-1-group4.tif"])
    func lyingTIFFCodes(file: String) throws {
        let lie = try Self.tiff("codecs/tiff/" + file, side: 15_000)
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: lie) }
        #expect(error?.code == .truncated && error?.message.contains("cannot hold the 15000") == true)
        let honest = try Self.tiff("codecs/tiff/" + file, side: 2)
        #expect((try? DecodedImage(bytes: honest))?.width ?? 2 == 2)
    }

    @Test("data behind a PNG's pixels are not unpacked to their end")
    func dataBehindPixels() throws {
        func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + content
            return bigEndian(UInt32(content.count)) + body + bigEndian(Self.crc32(body))
        }
        // Blocks of deflate that are stored as they are: 64 KiB each.
        var data: [UInt8] = [0x78, 0x01]
        for _ in 0..<9 { data += [0, 0xFF, 0xFF, 0, 0] + [UInt8](repeating: 0, count: 0xFFFF) }
        var picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        picture += chunk("IHDR", bigEndian(10) + bigEndian(10) + [8, 0, 0, 0, 0])
        for start in stride(from: 0, to: data.count, by: 0x8000) {
            picture += chunk("IDAT", Array(data[start..<min(data.count, start + 0x8000)]))
        }
        picture += chunk("IEND", [])
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: picture) }
        #expect(error?.message.contains("far more data than its pixels need") == true)
    }

    @Test("a side beyond the resampler's tables, and sides of 0")
    func sides() throws {
        let long = try Self.png("made/rgb-8.png", width: 2_000_000, height: 2)
        #expect(throws: ImageError.self) { try DecodedImage(bytes: long) }
        let flat = try Self.png("made/rgb-8.png", width: 0, height: 20)
        #expect(throws: ImageError.self) { try DecodedImage(bytes: flat) }
        let empty = try Self.jpeg("made/jpeg-420.jpg", width: 0, height: 20)
        #expect(throws: ImageError.self) { try DecodedImage(bytes: empty) }
    }

    @Test("a progressive JPEG with more scans than any encoder writes")
    func scans() throws {
        let whole = try DamageTests.bytes("made/jpeg-progressive.jpg")
        // From the last scan's header to the end of its data, repeated before the end marker.
        let last = try #require(
            whole.indices.dropLast().last { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA })
        let scan = whole[last..<whole.count - 2]
        var bomb = Array(whole.dropLast(2))
        for _ in 0..<400 { bomb += scan }
        bomb += whole.suffix(2)
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: bomb) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("scans") == true)
    }

    @Test("a large progressive JPEG may have fewer scans: each costs a pass over all pixels")
    func scansOfLargePictures() throws {
        let whole = try Self.jpeg("made/jpeg-progressive.jpg", width: 4000, height: 3000)
        let last = try #require(
            whole.indices.dropLast().last { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA })
        let scan = whole[last..<whole.count - 2]
        var bomb = Array(whole.dropLast(2))
        for _ in 0..<200 { bomb += scan }
        bomb += whole.suffix(2)
        let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: bomb) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("more than 83 scans") == true, "\(error?.message ?? "")")
    }

    @Test("a file longer than allowed, a folder, a file that is not there")
    func files() throws {
        let path = GoldenPictures.folder + "/made/rgb-8.png"
        let long = #expect(throws: ImageError.self) {
            try DecodedImage(path: path, options: .init(maximumFileBytes: 1000))
        }
        #expect(long?.code == .tooLarge)
        for missing in [GoldenPictures.folder, path + ".missing"] {
            let error = #expect(throws: ImageError.self) { try DecodedImage(path: missing) }
            #expect(error?.code == .unreadable)
            #expect(error?.path == missing)
        }
    }
}
