import CLIPTestSupport
import Crypto
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

/// What Pillow and OpenCLIP's transform make of the pictures in `Tests/Goldens/images`.
struct GoldenPictures: Decodable {
    struct Picture: Decodable, Sendable, CustomTestStringConvertible {
        var file: String
        var mode: String
        var width: Int
        var height: Int
        var crops: [Crop]

        var testDescription: String { file }
        var path: String { GoldenPictures.folder + "/" + file }
    }

    struct Crop: Decodable, Sendable {
        var size: Int
        var resizedSide: Int?
        var interpolation: String?
        var resizeMode: String?
        var cropRounding: String?
        /// nil where both orders give the same.
        var colourOrder: String?
        var fill: UInt8?
        var appliesOrientation: Bool?
        var sha256: String

        /// The preprocessings that must all give these pixels.
        var preprocessings: [Preprocessing] {
            let orders = colourOrder.flatMap(Preprocessing.ColourOrder.init).map { [$0] }
            return (orders ?? Preprocessing.ColourOrder.allCases).map { order in
                Preprocessing(
                    size: size, resizedSide: resizedSide,
                    interpolation: interpolation.flatMap(Preprocessing.Interpolation.init) ?? .bicubic,
                    resizeMode: resizeMode.flatMap(Preprocessing.ResizeMode.init) ?? .shortest,
                    cropRounding: cropRounding.flatMap(Preprocessing.CropRounding.init) ?? .halfEven,
                    colourOrder: order, fill: fill ?? 0, appliesOrientation: appliesOrientation ?? false)
            }
        }
    }

    struct Refused: Decodable, Sendable {
        var file: String
    }

    struct Normalised: Decodable, Sendable {
        var file: String
        var sha256: String
    }

    var pictures: [Picture]
    var refused: [Refused]
    var dumps: [String: [UInt8]]
    var normalised: [Normalised]

    static let folder = Golden.folder + "/images"

    static func load() throws -> GoldenPictures {
        let data = try Data(contentsOf: URL(filePath: folder + "/goldens.json"))
        return try JSONDecoder().decode(GoldenPictures.self, from: data)
    }
}

extension [GoldenPictures.Crop] {
    /// Makes every crop of a picture and compares it.
    ///
    /// - Parameters:
    ///   - file: the picture's name, for a report.
    ///   - decoded: the picture as a preprocessing reads it.
    /// - Returns: how many were compared.
    func compare(
        _ file: String, on passes: ResamplerPasses, decoded: (Preprocessing) throws -> DecodedImage
    ) rethrows -> Int {
        var compared = 0
        for crop in self {
            for preprocessing in crop.preprocessings {
                let pixels = preprocessing.crop(try decoded(preprocessing), passes: passes).pixels
                #expect(pixels.sha256 == crop.sha256, "\(file) \(preprocessing)")
                compared += 1
            }
        }
        return compared
    }
}

extension Sequence<UInt8> {
    /// SHA-256 in hexadecimal.
    var sha256: String {
        SHA256.hash(data: Array(self)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
