import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

/// The pictures that Scripts/goldens_codecs.py made of one format.
struct CodecGoldens: Decodable {
    struct Whole: Decodable {
        var file: String
        var rgb: String
    }

    /// A file that Pillow reads wrongly or not at all, and one with the same pixels.
    struct Better: Decodable {
        var file: String
        var same: String
        var reference: String
    }

    var pictures: [GoldenPictures.Picture]
    var wholes: [Whole]
    var better: [Better]

    enum CodingKeys: String, CodingKey { case pictures, better }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        pictures = try values.decode([GoldenPictures.Picture].self, forKey: .pictures)
        wholes = try values.decode([Whole].self, forKey: .pictures)
        better = try values.decode([Better].self, forKey: .better)
    }

    static func load(_ format: String) throws -> CodecGoldens {
        let data = try Data(
            contentsOf: URL(filePath: GoldenPictures.folder + "/codecs/\(format).json"))
        return try JSONDecoder().decode(CodecGoldens.self, from: data)
    }
}

@Suite("Every variety of a format equals Pillow's pixels, difference 0")
struct CodecGoldenTests {
    static let formats = {
        var formats = ["webp": 23, "gif": 35, "tiff": 186]
        #if AVIF
            formats["avif"] = 45
        #endif
        return formats
    }()

    @Test("mode, size and every pixel in RGB", arguments: formats)
    func whole(format: String, count: Int) throws {
        let goldens = try CodecGoldens.load(format)
        #expect(goldens.pictures.count == count)
        for (picture, whole) in zip(goldens.pictures, goldens.wholes) {
            let image = try DecodedImage(path: picture.path, options: .init(appliesOrientation: false))
            #expect(image.mode.rawValue == picture.mode, "\(picture.file)")
            #expect([image.width, image.height] == [picture.width, picture.height], "\(picture.file)")
            #expect(RGBImage(image).pixels.sha256 == whole.rgb, "\(picture.file)")
        }
    }

    @Test("every crop, resized first and converted first, as stored and upright", arguments: formats.keys)
    func crops(format: String) throws {
        for picture in try CodecGoldens.load(format).pictures {
            #expect(!picture.crops.isEmpty)
            for crop in picture.crops {
                for preprocessing in crop.preprocessings {
                    let image = try DecodedImage(path: picture.path, options: preprocessing.decodingOptions)
                    let pixels = preprocessing.crop(image).pixels
                    #expect(pixels.sha256 == crop.sha256, "\(picture.file) \(preprocessing)")
                }
            }
        }
    }

    @Test("TIFFs that Pillow reads wrongly or not at all have the pixels that they hold")
    func better() throws {
        let goldens = try CodecGoldens.load("tiff")
        #expect(goldens.better.count == 12)
        for pair in goldens.better {
            let folder = GoldenPictures.folder + "/"
            let image = try DecodedImage(path: folder + pair.file)
            let same = try DecodedImage(path: folder + pair.same)
            #expect(RGBImage(image) == RGBImage(same), "\(pair.file)")
            let preprocessing = Preprocessing(size: 40)
            #expect(preprocessing.crop(image) == preprocessing.crop(same), "\(pair.file)")
        }
    }
}
