import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

@Suite("HEIC and AVIF: decoded with their package traits, refused with the remedy without")
struct HEIFTests {
    static let files = [("HEIC", "codecs/heic/rgb-444.heic"), ("AVIF", "codecs/avif/rgb-420-full.avif")]

    static func isDecoded(_ trait: String) -> Bool {
        #if HEIC
            if trait == "HEIC" { return true }
        #endif
        #if AVIF
            if trait == "AVIF" { return true }
        #endif
        return false
    }

    @Test("a build without the trait says which one it takes", arguments: files)
    func refused(trait: String, file: String) throws {
        let path = GoldenPictures.folder + "/" + file
        guard !Self.isDecoded(trait) else {
            #expect(try DecodedImage(path: path).width == 31)
            return
        }
        let error = #expect(throws: ImageError.self) { try DecodedImage(path: path) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("trait \(trait)") == true)
        #expect(error?.message.contains("JPEG or PNG") == true)
    }

    @Test("told by the major brand, or by the compatible ones where it is general")
    func brands() {
        func format(_ brands: [String]) -> ImageFormat {
            let length = UInt8(8 + 4 * (brands.count + 1))
            let version: [UInt8] = [0, 0, 0, 0]
            let head =
                [0, 0, 0, length] + Array("ftyp\(brands[0])".utf8) + version
                + brands.dropFirst().flatMap { Array($0.utf8) } + Array("avif".utf8)
            return head.withUnsafeBytes { ImageFormat(of: $0) }
        }
        #expect(format(["mif1", "avif"]) == .avif)
        #expect(format(["msf1", "mif1", "avis"]) == .avif)
        #expect(format(["mif1", "heic"]) == .heic)
        #expect(format(["avif", "mif1"]) == .avif)
        #expect(format(["heix", "mif1", "avif"]) == .heic)
        #expect(format(["mp42", "avif"]) == .video)
    }

    #if HEIC
        struct Golden: Decodable {
            var file: String
            var pixels: String
            var mode: String
            var width: Int
            var height: Int
            /// How many levels libheif 1.15's arithmetic for halved chroma is away from later ones'.
            var bound: Int
        }

        @Test("HEIC: every pixel as in pillow_heif, one or two levels off where chroma is halved")
        func heic() throws {
            let folder = URL(filePath: GoldenPictures.folder)
            let data = try Data(contentsOf: folder.appending(path: "codecs/heic.json"))
            let goldens = try JSONDecoder().decode([Golden].self, from: data)
            #expect(goldens.count == 18)
            for golden in goldens {
                for turns in [true, false] {
                    // libheif turns by itself, whatever is asked.
                    let image = try DecodedImage(
                        path: GoldenPictures.folder + "/" + golden.file,
                        options: .init(appliesOrientation: turns))
                    #expect(image.mode.rawValue == golden.mode && image.orientation == 1)
                    #expect([image.width, image.height] == [golden.width, golden.height], "\(golden.file)")
                    let expected = Array(try Data(contentsOf: folder.appending(path: golden.pixels)))
                    try #require(image.pixels.count == expected.count)
                    let farthest = zip(image.pixels, expected).map { abs(Int($0) - Int($1)) }.max() ?? 0
                    #expect(farthest <= golden.bound, "\(golden.file)")
                }
            }
            #expect(goldens.filter { $0.bound == 0 }.count == 15)
        }
    #endif

    #if HEIC || AVIF
        static let decoded = files.filter { isDecoded($0.0) }.map(\.1)

        @Test("cut at every sixteenth", arguments: decoded)
        func cut(file: String) throws {
            let whole = try DamageTests.bytes(file)
            for part in 0..<16 {
                let cut = Array(whole.prefix(whole.count * part / 16))
                #expect(throws: ImageError.self, "\(part)/16") { try DecodedImage(bytes: cut) }
            }
        }

        @Test("200 mutations of each file", arguments: decoded)
        func mutations(file: String) throws {
            let whole = try DamageTests.bytes(file)
            var random = SeededGenerator(seed: 11)
            var outcomes: [String: Int] = [:]
            for _ in 0..<200 {
                var mutated = whole
                for _ in 0..<4 {
                    let at = Int.random(in: 0..<mutated.count, using: &random)
                    mutated[at] ^= UInt8.random(in: 1...255, using: &random)
                }
                do {
                    let image = try DecodedImage(bytes: mutated, options: .init(maximumMegapixels: 4))
                    #expect(Preprocessing(size: 32).crop(image).pixels.count == 32 * 32 * 3)
                    outcomes["decoded", default: 0] += 1
                } catch {
                    #expect(!error.message.isEmpty)
                    outcomes["refused", default: 0] += 1
                }
            }
            #expect(outcomes.count == 2, "\(outcomes)")
        }

        @Test("more megapixels than allowed", arguments: decoded)
        func megapixels(file: String) throws {
            let error = #expect(throws: ImageError.self) {
                try DecodedImage(
                    path: GoldenPictures.folder + "/" + file, options: .init(maximumMegapixels: 0))
            }
            #expect(error?.code == .tooLarge)
        }
    #endif
}
