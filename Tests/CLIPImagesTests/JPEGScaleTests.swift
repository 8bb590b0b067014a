import CLIPTestSupport
import Testing

@testable import CLIPImages

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("JPEGs at reduced scale")
struct JPEGScaleTests {
    private func scale(_ width: Int, _ height: Int, _ preprocessing: Preprocessing?) -> JPEGScale {
        JPEGScale(width: width, height: height, enoughFor: preprocessing)
    }

    @Test(
        "the smallest of the eighths that leaves twice the size",
        arguments: [
            // width, height, eighths, its width and height, for a short side of 224
            (4000, 3000, 2, 1000, 750), (3000, 4000, 2, 750, 1000), (8000, 6000, 1, 1000, 750),
            (3584, 3584, 1, 448, 448), (3583, 3583, 1, 448, 448), (3576, 3576, 2, 894, 894),
            (1920, 1080, 4, 960, 540), (1024, 768, 5, 640, 480), (640, 480, 8, 640, 480),
            (512, 512, 7, 448, 448), (449, 449, 8, 449, 449), (448, 448, 8, 448, 448),
            (300, 200, 8, 300, 200),
            (12000, 500, 8, 12000, 500), (12000, 512, 7, 10500, 448), (1, 1, 8, 1, 1),
            (4001, 3001, 2, 1001, 751),
        ])
    func shortest(width: Int, height: Int, eighths: Int, scaledWidth: Int, scaledHeight: Int) {
        let found = scale(width, height, Preprocessing())
        #expect([found.eighths, found.width, found.height] == [eighths, scaledWidth, scaledHeight])
        let exact = scale(width, height, nil)
        #expect([exact.eighths, exact.width, exact.height] == [8, width, height])
    }

    @Test("other ways of resizing: both sides, the long side, another side than is cropped, none")
    func modes() {
        #expect(scale(4000, 900, Preprocessing(resizeMode: .squash)).eighths == 4)
        #expect(scale(4000, 3000, Preprocessing(resizeMode: .squash)).eighths == 2)
        #expect(scale(4000, 900, Preprocessing(resizeMode: .longest)).eighths == 1)
        #expect(scale(4000, 3000, Preprocessing(resizedSide: 256)).eighths == 2)
        #expect(scale(4000, 3000, Preprocessing(resizedSide: 400)).eighths == 3)
        #expect(scale(4000, 3000, Preprocessing(size: 448)).eighths == 3)
        #expect(scale(4000, 3000, Preprocessing(resizeMode: .unchanged)).eighths == 8)
    }

    @Test("never below twice the size, and never more than is needed")
    func bounds() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<5000 {
            let (width, height) = (
                Int.random(in: 1...9000, using: &random), Int.random(in: 1...9000, using: &random)
            )
            let mode = Preprocessing.ResizeMode.allCases.randomElement(using: &random) ?? .shortest
            let preprocessing = Preprocessing(size: Int.random(in: 1...512, using: &random), resizeMode: mode)
            let found = scale(width, height, preprocessing)
            let target = CropGeometry.resizedSize(width: width, height: height, preprocessing)
            if found.eighths < 8 {
                #expect(found.width >= 2 * target.width && found.height >= 2 * target.height)
            }
            if found.eighths > 1 {
                let less = { (side: Int) in (side * (found.eighths - 1) + 7) / 8 }
                #expect(less(width) < 2 * target.width || less(height) < 2 * target.height)
            }
            // A picture that is turned upright afterwards is scaled alike.
            #expect(scale(height, width, preprocessing).eighths == found.eighths)
        }
    }

    private struct Golden: Decodable {
        let file: String
        let eighths: Int
        let mode: String
        let width: Int
        let height: Int
        let sha256: String
    }

    @Test("pixels are those that Pillow's draft gives")
    func draft() throws {
        let path = GoldenPictures.folder + "/scaled.json"
        let goldens = try JSONDecoder().decode([Golden].self, from: Data(contentsOf: URL(filePath: path)))
        #expect(goldens.count > 30 && Set(goldens.map(\.eighths)) == [1, 2, 4])
        for golden in goldens {
            let file = GoldenPictures.folder + "/" + golden.file
            let whole = try DecodedImage(path: file, options: DecodingOptions(appliesOrientation: false))
            // A size to resize to for which just this scale is needed.
            let sizes = (1...max(whole.width, whole.height)).map { Preprocessing(size: $0) }
            let fitting = try #require(
                sizes.last { scale(whole.width, whole.height, $0).eighths == golden.eighths })
            let options = DecodingOptions(appliesOrientation: false, reducedFor: fitting)
            let image = try DecodedImage(path: file, options: options)
            #expect(image.eighths == golden.eighths, "\(golden.file)")
            #expect([image.width, image.height] == [golden.width, golden.height], "\(golden.file)")
            #expect(image.mode.rawValue == golden.mode)
            #expect(image.pixels.sha256 == golden.sha256, "\(golden.file) at \(golden.eighths)/8")
        }
    }

    @Test("turned upright, at every scale, as the whole picture is", arguments: 1...8)
    func orientation(orientation: Int) throws {
        let file = GoldenPictures.folder + "/made/orientation-\(orientation).jpg"
        let whole = try DecodedImage(path: file)
        for size in [4, 9, 20, 33] {
            let image = try DecodedImage(
                path: file, options: DecodingOptions(reducedFor: Preprocessing(size: size)))
            #expect(image.eighths < 8 && image.orientation == 1)
            #expect(image.width == (whole.width * image.eighths + 7) / 8)
            #expect(image.height == (whole.height * image.eighths + 7) / 8)
            #expect(min(image.width, image.height) >= 2 * size)
        }
    }

    @Test(
        "a file that is cut is refused at every scale", arguments: ["jpeg-420.jpg", "jpeg-progressive.jpg"])
    func cut(name: String) throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: GoldenPictures.folder + "/made/" + name)))
        for size in [5, 10, 20, 40] {
            let options = DecodingOptions(reducedFor: Preprocessing(size: size))
            #expect(throws: ImageError.self) {
                try DecodedImage(bytes: Array(bytes.prefix(bytes.count / 2)), options: options)
            }
            #expect(throws: Never.self) { try DecodedImage(bytes: bytes, options: options) }
        }
    }

    @Test("other formats are decoded whole")
    func others() throws {
        let image = try DecodedImage(
            path: Repository.root + "/Examples/photos/coffee.png",
            options: DecodingOptions(reducedFor: Preprocessing(size: 8)))
        #expect(image.eighths == 8 && min(image.width, image.height) > 100)
    }
}
