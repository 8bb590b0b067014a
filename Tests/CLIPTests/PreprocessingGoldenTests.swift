import CLIPImages
import CLIPTestSupport
import CLIPWeights
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIP

/// What OpenCLIP and transformers make of pictures, by the text of a model's preprocessing configuration.
private struct PreprocessingGoldens: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        struct Picture: Decodable {
            var file: String
            var crop: String
            var tensor: String
        }

        var layout: String
        var configuration: String
        var size: Int
        var pictures: [Picture]
        var refused: String?

        var testDescription: String { "\(layout) \(configuration)" }

        /// Loads a folder that holds the configuration.
        func preprocessing() throws -> Preprocessing {
            let fields = String(configuration.dropFirst().dropLast())
            let vision = #""image_size": \#(size), "patch_size": 8"#
            if layout == "openCLIP" {
                return try withOpenCLIP(vision: vision, preprocess: fields) {
                    Preprocessing(try #require($0.preprocessing))
                }
            }
            return try withHuggingFace(vision: vision, preprocess: fields) {
                Preprocessing(try #require($0.preprocessing))
            }
        }
    }

    var cases: [Case]

    static func load() throws -> [Case] {
        let data = try Data(contentsOf: URL(filePath: Golden.folder + "/preprocessing/goldens.json"))
        return try JSONDecoder().decode(PreprocessingGoldens.self, from: data).cases
    }
}

@Suite("Pictures are prepared as the model's files say, difference 0")
struct PreprocessingGoldenTests {
    @Test("every configuration that the reference uses gives its 8-bit crop and its f32 tensor, bit for bit")
    func equal() throws {
        var compared = 0
        for golden in try PreprocessingGoldens.load() where golden.refused == nil {
            var preprocessing = try golden.preprocessing()
            preprocessing.appliesOrientation = false
            for picture in golden.pictures {
                let path = "\(Golden.folder)/images/made/\(picture.file)"
                let crop = preprocessing.crop(
                    try DecodedImage(path: path, options: preprocessing.decodingOptions))
                var values = [Float](repeating: .nan, count: crop.pixels.count)
                values.withUnsafeMutableBufferPointer { preprocessing.normalise(crop, into: $0) }
                let pixels = crop.pixels.withUnsafeBytes { ContentDigest(of: $0).hex }
                let tensor = values.withUnsafeBytes { ContentDigest(of: $0).hex }
                #expect(pixels == picture.crop, "\(golden.testDescription) \(picture.file)")
                #expect(tensor == picture.tensor, "\(golden.testDescription) \(picture.file)")
                compared += 1
            }
        }
        #expect(compared > 500)
    }

    @Test("what the reference cannot use is refused by file and field, with the reason")
    func refused() throws {
        let refused = try PreprocessingGoldens.load().filter { $0.refused != nil }
        #expect(refused.count >= 15)
        for golden in refused {
            let error = #expect(throws: ConfigurationError.self, "\(golden.testDescription)") {
                try golden.preprocessing()
            }
            #expect(error?.message.contains("config.json: ") == true, "\(error?.message ?? "")")
        }
    }

    @Test("1/255 in double precision is the quotient by 255 in single precision, for every sample")
    func rescaling() {
        for sample in 0...255 {
            #expect(Float(Double(sample) * (1 / 255)) == Float(sample) / 255)
        }
    }
}
