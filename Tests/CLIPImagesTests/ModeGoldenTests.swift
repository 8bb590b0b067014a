import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

/// What Pillow and OpenCLIP's transform make of the raw pixels in `Tests/Goldens/images/modes`.
struct GoldenModes: Decodable {
    struct Picture: Decodable, Sendable {
        var file: String
        var mode: String
        var width: Int
        var height: Int
        var palette: [UInt8]?
        var rgb: String
        var crops: [GoldenPictures.Crop]

        func decoded() throws -> DecodedImage {
            let url = URL(filePath: GoldenModes.folder + "/" + file)
            return DecodedImage(
                width: width, height: height, mode: try #require(DecodedImage.Mode(rawValue: mode)),
                pixels: Array(try Data(contentsOf: url)), palette: palette ?? [])
        }
    }

    var pictures: [Picture]

    static let folder = GoldenPictures.folder + "/modes"

    static func load() throws -> GoldenModes {
        let data = try Data(contentsOf: URL(filePath: folder + "/modes.json"))
        return try JSONDecoder().decode(GoldenModes.self, from: data)
    }
}

@Suite("Modes that few files have equal Pillow's, difference 0")
struct ModeGoldenTests {
    let goldens: GoldenModes

    init() throws { goldens = try GoldenModes.load() }

    @Test("every mode has a golden, in a file or in raw pixels")
    func coverage() throws {
        let modes = Set(goldens.pictures.map(\.mode)).union(try GoldenPictures.load().pictures.map(\.mode))
        #expect(modes == Set(DecodedImage.Mode.allCases.map(\.rawValue)))
    }

    @Test("converted whole")
    func converted() throws {
        for picture in goldens.pictures {
            #expect(RGBImage(try picture.decoded()).pixels.sha256 == picture.rgb, "\(picture.file)")
        }
    }

    @Test("every crop, on every code path of this processor", arguments: ResamplerPasses.allCases)
    func crops(passes: ResamplerPasses) throws {
        guard passes.isAvailable else {
            #expect(passes != .plain, "the plain path is always there")
            return
        }
        var compared = 0
        for picture in goldens.pictures {
            let image = try picture.decoded()
            compared += picture.crops.compare(picture.file, on: passes) { _ in image }
        }
        #expect(compared > 500)
    }

    @Test("a palette with alpha is resized like one without, where Pillow makes it black")
    func paletteAlpha() throws {
        let pictures = goldens.pictures.filter { $0.mode == "PA" }
        #expect(pictures.count == 2)
        for picture in pictures {
            let image = try picture.decoded()
            let indices = image.pixels.indices.filter { $0.isMultiple(of: 2) }.map { image.pixels[$0] }
            let plain = DecodedImage(
                width: image.width, height: image.height, mode: .palette, pixels: indices,
                palette: image.palette)
            for filter in Preprocessing.Interpolation.allCases {
                let preprocessing = Preprocessing(size: 20, interpolation: filter)
                #expect(preprocessing.crop(image) == preprocessing.crop(plain))
            }
        }
    }

    @Test("luma and colour differences, each with each")
    func yCbCr() {
        // Six fractional bits, as JFIF's constants are rounded to them in the reference.
        func fixed(_ value: Double) -> Int { Int(value * 64 + 0.5) }
        func clamped(_ value: Int) -> UInt8 { UInt8(min(255, max(0, value))) }
        for cb in 0..<256 {
            var pixels: [UInt8] = []
            var expected: [UInt8] = []
            for cr in 0..<256 {
                for y in stride(from: 0, through: 255, by: 15) {
                    pixels += [UInt8(y), UInt8(cb), UInt8(cr)]
                    let (b, r) = (Double(cb - 128), Double(cr - 128))
                    let green = fixed(-0.34414 * b) + fixed(-0.71414 * r)
                    expected.append(clamped(y + fixed(1.402 * r) >> 6))
                    expected.append(clamped(y + green >> 6))
                    expected.append(clamped(y + fixed(1.772 * b) >> 6))
                }
            }
            let image = DecodedImage(width: 18, height: 256, mode: .yCbCr, pixels: pixels)
            #expect(RGBImage(image).pixels == expected, "Cb \(cb)")
        }
    }
}
