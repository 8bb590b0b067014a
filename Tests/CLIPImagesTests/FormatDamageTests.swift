import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

@Suite("Damaged BMP, PNM, ICO, CUR and TGA give errors with reasons, never crashes or half pictures")
struct FormatDamageTests {
    static func bytes(_ file: String) throws -> [UInt8] {
        try FileBytes.read(GoldenFormats.folder + "/" + file, options: .init())
    }

    /// Files that both Pillow and this decode.
    static func decoded() throws -> [GoldenFormats.File] {
        try GoldenFormats.load().files.filter {
            let folder = $0.file.prefix { $0 != "/" }
            return $0.refused == nil && $0.here != .refused && ["bmp", "pnm", "ico", "tga"].contains(folder)
        }
    }

    @Test("cut at every byte: an error, or what is cut was not needed")
    func cut() throws {
        var errors = 0
        for golden in try Self.decoded() {
            // What stands behind the pixels may say that the fourth byte is no alpha, and a cut number is one.
            if golden.file.contains("attributes") || golden.file.contains("plain") { continue }
            let whole = try Self.bytes(golden.file)
            let expected = try DecodedImage(bytes: whole)
            for length in 0..<whole.count {
                do {
                    let image = try DecodedImage(bytes: Array(whole.prefix(length)))
                    #expect(image.pixels == expected.pixels, "\(golden.file) \(length)")
                    #expect(image.palette == expected.palette, "\(golden.file) \(length)")
                } catch {
                    #expect([.truncated, .unsupported, .corrupt].contains(error.code))
                    errors += 1
                }
            }
        }
        #expect(errors > 50_000)
    }

    @Test("60 mutations of each file")
    func mutations() throws {
        var random = SeededGenerator(seed: 11)
        var outcomes: [String: Int] = [:]
        let files = try GoldenFormats.load().files
        for golden in files {
            let whole = try Array(Data(contentsOf: URL(filePath: golden.path)))
            for round in 0..<60 where !whole.isEmpty {
                var mutated = whole
                for _ in 0...(round % 6) {
                    // Mostly in the header, where a byte says more.
                    let end = round % 3 == 0 ? mutated.count : min(mutated.count, 64)
                    mutated[Int.random(in: 0..<end, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                do {
                    let image = try DecodedImage(bytes: mutated, options: .init(maximumMegapixels: 2))
                    #expect(image.pixels.count == image.width * image.height * Int(image.mode.bytesPerPixel))
                    let crop = Preprocessing(size: 8).crop(image)
                    #expect(crop.pixels.count == 8 * 8 * 3)
                    outcomes["decoded", default: 0] += 1
                } catch {
                    #expect(!error.message.isEmpty)
                    outcomes[error.code.description, default: 0] += 1
                }
            }
        }
        #expect(outcomes.values.reduce(0, +) == files.count * 60)
        #expect(
            Set(outcomes.keys).isSuperset(of: ["decoded", "truncated", "corrupt", "unsupported", "tooLarge"]))
    }

    @Test("sizes that a header only claims take no memory")
    func lies() throws {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(value >> (8 * $0) & 255) }
        }
        var bmp = try Self.bytes("bmp/rgb-24-header-40.bmp")
        bmp.replaceSubrange(18..<26, with: little(16_000, 4) + little(16_000, 4))
        var runs = try Self.bytes("bmp/rle-8-runs.bmp")
        runs.replaceSubrange(18..<26, with: little(1_000_000, 4) + little(250, 4))
        var tga = try Self.bytes("tga/rgb-24-origin-0.tga")
        tga.replaceSubrange(12..<16, with: little(16_000, 2) + little(16_000, 2))
        var packets = try Self.bytes("tga/rgb-24-rle.tga")
        packets.replaceSubrange(12..<16, with: little(16_000, 2) + little(16_000, 2))
        var icon = try Self.bytes("ico/24.ico")
        icon.replaceSubrange(26..<34, with: little(16_000, 4) + little(16_000, 4))
        for (bytes, name) in [
            (bmp, "BMP"), (runs, "runs"), (tga, "TGA"), (packets, "packets"), (icon, "icon"),
            (Array("P5 16000 16000 255\n".utf8), "PGM"), (Array("P5 16000 16000 65535\n".utf8), "PGM 16"),
            (Array("P2 16000 16000 255\n1 2 3".utf8), "plain"), (Array("P1 16000 16000\n1".utf8), "bits"),
        ] {
            let clock = ContinuousClock()
            var error: ImageError?
            let time = clock.measure {
                error = #expect(throws: ImageError.self, "\(name)") { try DecodedImage(bytes: bytes) }
            }
            #expect(error?.code == .truncated, "\(name): \(error?.message ?? "")")
            #expect(time < .seconds(2), "\(name)")
        }
        for header in ["P6 30000 30000 255\n", "P6 9999999999 2 255\n", "Pf 2000000 2 -1\n"] {
            let error = #expect(throws: ImageError.self) { try DecodedImage(bytes: Array(header.utf8)) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test("run lengths that fill a picture from nothing stop at the limit of megapixels")
    func bombs() throws {
        // One step to beyond the last row: 250 million pixels of index 0.
        var bomb = try Self.bytes("bmp/rle-8-runs.bmp")
        let start = Int(bomb[10]) | Int(bomb[11]) << 8
        bomb.replaceSubrange(18..<22, with: [0x40, 0x42, 0x0F, 0])  // 1,000,000
        bomb.replaceSubrange(22..<26, with: [0xFA, 0, 0, 0])  // 250
        bomb = Array(bomb[..<start]) + [0, 2, 255, 255]
        let refused = #expect(throws: ImageError.self) {
            try DecodedImage(bytes: bomb, options: .init(maximumMegapixels: 249))
        }
        #expect(refused?.code == .tooLarge)
    }
}
