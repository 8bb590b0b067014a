import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIPImages

@Suite("Pictures are turned where Pillow turns them")
struct OrientationGoldenTests {
    private struct Goldens: Decodable {
        struct Case: Decodable {
            var container: String
            var metadata: String
            /// Nil where the reference raises an error about metadata.
            var orientation: Int?
        }

        var cases: [Case]
    }

    /// A picture with the metadata behind its start.
    private static func picture(_ golden: Goldens.Case) throws -> [UInt8] {
        let isJPEG = golden.container == "jpeg"
        let bytes = try DamageTests.bytes(isJPEG ? "made/jpeg-grey.jpg" : "made/grey-8.png")
        let digits = Array(golden.metadata.utf8)
        let metadata = try stride(from: 0, to: digits.count, by: 2).map { at in
            try #require(UInt8(String(decoding: digits[at..<at + 2], as: UTF8.self), radix: 16))
        }
        let start = isJPEG ? 2 : 33
        return Array(bytes[..<start]) + metadata + bytes[start...]
    }

    @Test("by EXIF of every type and order, by XMP, by both, damaged and doubled, in JPEG and PNG")
    func equal() throws {
        let data = try Data(contentsOf: URL(filePath: GoldenPictures.folder + "/orientation.json"))
        let cases = try JSONDecoder().decode(Goldens.self, from: data).cases
        var turned = 0
        for golden in cases {
            let bytes = try Self.picture(golden)
            let picture = try DecodedImage(bytes: bytes, options: .init(appliesOrientation: false))
            guard let orientation = golden.orientation else {
                #expect((1...8).contains(picture.orientation))
                continue
            }
            #expect(picture.orientation == orientation, "\(golden.container) \(golden.metadata)")
            if orientation > 1 { turned += 1 }
        }
        #expect(cases.count > 700 && turned > 400)
    }
}
