import CLIPTestSupport
import Testing

@testable import CLIPImages

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Files cropped while they are decoded")
struct FileCropTests {
    let goldens: GoldenPictures

    init() throws { goldens = try GoldenPictures.load() }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    @Test("the crops that whole pictures give, on every code path", arguments: ResamplerPasses.allCases)
    func crops(passes: ResamplerPasses) throws {
        guard passes.isAvailable else {
            #expect(passes != .plain, "the plain path is always there")
            return
        }
        var rowByRow = 0
        for picture in goldens.pictures {
            let bytes = try Self.bytes(picture.path)
            guard bytes.withUnsafeBytes({ ImageFormat(of: $0) }) == .jpeg else { continue }
            for crop in picture.crops {
                for preprocessing in crop.preprocessings {
                    let options = preprocessing.decodingOptions
                    let found = try bytes.withUnsafeBytes {
                        var codec = try JPEGCodec($0, options)
                        return try codec.crop(preprocessing, options: options, passes: passes)
                    }
                    guard let found else { continue }
                    #expect(found.pixels.sha256 == crop.sha256, "\(picture.file) \(preprocessing)")
                    rowByRow += 1
                }
            }
        }
        #expect(rowByRow > 200)
    }

    @Test("at reduced scale as from a whole picture", arguments: [6, 13, 24, 40])
    func reduced(size: Int) throws {
        for picture in goldens.pictures where picture.file.hasSuffix(".jpg") {
            for mode in Preprocessing.ResizeMode.allCases {
                let preprocessing = Preprocessing(size: size, resizeMode: mode)
                let options = DecodingOptions(reducedFor: preprocessing)
                let whole = try DecodedImage(path: picture.path, options: options)
                #expect(
                    try preprocessing.crop(path: picture.path, options: options).image
                        == preprocessing.crop(whole), "\(picture.file) \(mode)")
            }
        }
    }

    @Test(
        "a cut file is refused as when it is decoded whole, wherever it is cut",
        arguments: ["jpeg-420.jpg", "jpeg-444.jpg", "jpeg-grey.jpg", "jpeg-cmyk.jpg", "jpeg-progressive.jpg"])
    func cut(name: String) throws {
        let bytes = try Self.bytes(GoldenPictures.folder + "/made/" + name)
        let preprocessing = Preprocessing(size: 32)
        var refused = 0
        for count in stride(from: 0, through: bytes.count, by: 7) {
            let part = Array(bytes.prefix(count))
            let whole = Result { () throws(ImageError) in preprocessing.crop(try DecodedImage(bytes: part)) }
            let rows = Result { () throws(ImageError) in try preprocessing.crop(bytes: part).image }
            #expect(whole == rows, "\(count) bytes")
            if case .failure = rows { refused += 1 }
        }
        #expect(refused > bytes.count / 7 / 2)
    }

    @Test("white borders are found, in a picture that is looked at whole")
    func borders() throws {
        let side = 256
        let content = (0..<side * side * 3).map { index in
            (64..<192).contains(index / 3 / side) ? UInt8(truncatingIfNeeded: index &* 7 % 200) : 255
        }
        let image = try RGBImage(width: side, height: side, pixels: content)
        let found = try Preprocessing().crop(bytes: try image.png())
        #expect(found.hasShrinkingBorders && DecodedImage(image).hasShrinkingBorders)
        #expect(found.image == Preprocessing().crop(image))
    }
}
