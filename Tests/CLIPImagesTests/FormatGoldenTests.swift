import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

/// What Pillow makes of the files in `Tests/Goldens/images/formats`.
struct GoldenFormats: Decodable {
    /// How a file is treated here that Pillow treats otherwise.
    enum Otherwise: String, Decodable, Sendable { case decoded, refused, another }

    struct File: Decodable, Sendable, CustomTestStringConvertible {
        var file: String
        /// What is made of it here, where that is not what Pillow makes of it.
        var here: Otherwise?
        var reason: String?
        /// Pillow's reason to refuse it; nil where it decodes.
        var refused: String?
        var mode: String?
        var width: Int?
        var height: Int?
        /// Samples in the file's mode.
        var pixels: String?
        /// nil where it is the same as `pixels`.
        var rgb: String?
        /// Crops to 10 pixels in the two orders.
        var resizeFirst: String?
        /// nil where it is the same.
        var convertFirst: String?

        var testDescription: String { file }
        var path: String { GoldenFormats.folder + "/" + file }
    }

    var files: [File]

    static let folder = GoldenPictures.folder + "/formats"

    static func load() throws -> GoldenFormats {
        let data = try Data(contentsOf: URL(filePath: folder + "/formats.json"))
        return try JSONDecoder().decode(GoldenFormats.self, from: data)
    }
}

@Suite("BMP, PNM, ICO, CUR, TGA and rare JPEG and PNG equal Pillow's, difference 0")
struct FormatGoldenTests {
    let goldens: GoldenFormats

    init() throws { goldens = try GoldenFormats.load() }

    @Test("mode, size, every sample and both orders of a crop")
    func decoded() throws {
        var compared = 0
        for golden in goldens.files where golden.refused == nil && golden.here == nil {
            let image: DecodedImage
            do {
                image = try DecodedImage(path: golden.path, options: .init(appliesOrientation: false))
            } catch {
                Issue.record("\(error)")
                continue
            }
            #expect(image.mode.rawValue == golden.mode, "\(golden.file)")
            #expect([image.width, image.height] == [golden.width, golden.height], "\(golden.file)")
            #expect(image.pixels.digest == golden.pixels, "\(golden.file)")
            #expect(RGBImage(image).pixels.digest == golden.rgb ?? golden.pixels, "\(golden.file)")
            for (order, expected) in [
                (Preprocessing.ColourOrder.resizeFirst, golden.resizeFirst),
                (.convertFirst, golden.convertFirst ?? golden.resizeFirst),
            ] {
                let preprocessing = Preprocessing(size: 10, colourOrder: order)
                #expect(preprocessing.crop(image).pixels.digest == expected, "\(golden.file) \(order)")
            }
            compared += 1
        }
        #expect(compared > 250)
    }

    @Test("what is done otherwise is done as listed, with a reason")
    func otherwise() throws {
        var count = 0
        for golden in goldens.files {
            guard let here = golden.here else { continue }
            count += 1
            #expect(golden.reason?.isEmpty == false, "\(golden.file)")
            switch here {
            case .refused:
                #expect(golden.refused == nil, "\(golden.file)")
                #expect(throws: ImageError.self, "\(golden.file)") { try DecodedImage(path: golden.path) }
            case .decoded:
                #expect(golden.refused != nil, "\(golden.file)")
                #expect(throws: Never.self, "\(golden.file)") { try DecodedImage(path: golden.path) }
            case .another:
                let image = try DecodedImage(path: golden.path)
                #expect([image.width, image.height] == [golden.width, golden.height], "\(golden.file)")
                #expect(image.pixels.digest != golden.pixels, "\(golden.file)")
            }
        }
        #expect(count > 8)
    }

    @Test("what only this decodes")
    func decodedHere() throws {
        func pixels(_ file: String) throws -> DecodedImage {
            try DecodedImage(path: GoldenFormats.folder + "/" + file)
        }
        // Equal to the same samples written in a way that Pillow reads.
        #expect(try pixels("tga/grey-rle-crossing.tga").pixels == pixels("tga/grey-rle.tga").pixels)
        #expect(try pixels("tga/rgb-24-with-map.tga").pixels == pixels("tga/rgb-24-origin-0.tga").pixels)
        let long = try pixels("tga/palette-24-too-long.tga")
        #expect(try RGBImage(long) == RGBImage(pixels("tga/palette-24-origin-0.tga")))
        let wide = try pixels("bmp/palette-8-300-colours.bmp")
        #expect(try RGBImage(wide) == RGBImage(pixels("bmp/palette-8-header-40.bmp")))
        let run = try pixels("tga/rgb-24-run-crossing.tga")
        #expect(run.pixels == (0..<run.width * run.height).flatMap { _ in [0x30, 0x20, 0x10] as [UInt8] })
        let ramp = try pixels("bmp/grey-4-ramp.bmp")
        #expect(ramp.mode == .grey)
        #expect(try ramp.pixels == pixels("bmp/palette-4-header-40.bmp").pixels)
    }

    @Test(
        "JPEG of kinds that are not decoded is refused by the name of the kind",
        arguments: [
            ("lossless", "lossless coding"), ("hierarchical", "hierarchical coding"),
            ("12-bit", "12 bits per sample"), ("two-components", "2 colour components"),
        ])
    func jpegKinds(file: String, name: String) throws {
        let error = #expect(throws: ImageError.self) {
            try DecodedImage(path: GoldenFormats.folder + "/jpeg/\(file).jpg")
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(name) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("save as baseline JPEG or PNG") == true)
    }

    @Test("what Pillow refuses is refused with a reason that names the format")
    func refused() throws {
        var refused = 0
        for golden in goldens.files where golden.refused != nil && golden.here == nil {
            let error = #expect(throws: ImageError.self, "\(golden.file)") {
                try DecodedImage(path: golden.path)
            }
            #expect(error?.path == golden.path)
            #expect(error?.message.isEmpty == false)
            refused += 1
        }
        #expect(refused > 60)
    }
}

extension Sequence<UInt8> {
    /// The first 16 digits of SHA-256.
    fileprivate var digest: String { String(sha256.prefix(16)) }
}
