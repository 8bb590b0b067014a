import CLIPTestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import CLIP
@testable import CLIPImages

/// A model's input as a tool in Python makes it, and what is wrong with it.
private struct DiagnosisGolden: Decodable {
    var array: String
    var picture: String
    var size: Int
    var rules: String
    var equal: Bool
    var causes: [String]

    static func load() throws -> [DiagnosisGolden] {
        struct File: Decodable { var cases: [DiagnosisGolden] }
        let data = try Data(contentsOf: URL(filePath: Golden.folder + "/doctor/cases.json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }

    func diagnosis() throws -> InputDiagnosis {
        let array = try NpyArray(RawPath(Golden.folder + "/doctor/" + array))
        let storage: ForeignInput.Storage =
            array.type == "uint8" ? .bytes : array.type == "float16" ? .halves : .singles
        let own = Preprocessing(
            size: size, cropRounding: rules == "hf" ? .floor : .halfEven,
            colourOrder: rules == "hf" ? .convertFirst : .resizeFirst,
            // The one picture with a tag is the one that the other tool turned.
            appliesOrientation: false)
        let stored = try DecodedImage(
            path: Golden.folder + "/" + picture, options: .init(appliesOrientation: false))
        return InputDiagnosis(
            of: try ForeignInput(shape: array.shape, values: array.values, storage: storage), for: stored, own
        )
    }
}

@Suite("Why another tool's input differs")
struct DiagnosisTests {
    @Test("every usual mistake is told from the others, and what is right is equal")
    func causes() throws {
        let goldens = try DiagnosisGolden.load()
        #expect(goldens.count > 40)
        for golden in goldens {
            let diagnosis = try golden.diagnosis()
            #expect(diagnosis.isEqual == golden.equal, "\(golden.array)")
            #expect(diagnosis.causes.map(\.name) == golden.causes, "\(golden.array): \(diagnosis.verdict)")
            #expect(diagnosis.verdict.hasSuffix("."))
        }
    }

    @Test("several things at once: another tool's whole way, in other modes and with orientation, is found")
    func combined() throws {
        func causes(
            _ stored: DecodedImage, _ their: DecodedImage, _ own: Preprocessing, _ other: Preprocessing
        ) throws
            -> [String]
        {
            let values = other.crop(their).pixels.map(Float.init)
            let theirs = try ForeignInput(shape: [own.size, own.size, 3], values: values, storage: .bytes)
            let diagnosis = InputDiagnosis(of: theirs, for: stored, own)
            return diagnosis.isEqual ? ["equal"] : diagnosis.causes.map(\.name)
        }
        let ours = Preprocessing(size: 32)
        let huggingFace = Preprocessing(size: 32, cropRounding: .floor, colourOrder: .convertFirst)
        // Noise of odd sizes: an odd margin on the long side.
        var random = SeededGenerator(seed: 8)
        let samples = (0..<67 * 64 * 3).map { _ in UInt8(truncatingIfNeeded: random.next() >> 56) }
        let rgb = DecodedImage(try RGBImage(width: 67, height: 64, rowBytes: 67 * 3, pixels: samples))
        let palette = DecodedImage(
            width: 67, height: 64, mode: .palette, pixels: Array(samples[..<(67 * 64)]),
            palette: Array(samples[..<768]))
        let turned = DecodedImage(
            width: 67, height: 64, mode: .rgb, pixels: samples, orientation: 6)
        var bilinear = ours
        bilinear.interpolation = .bilinear
        var squashed = bilinear
        squashed.resizeMode = .squash
        #expect(try causes(palette, palette, huggingFace, ours).contains("colour_order"))
        #expect(try causes(palette, palette, ours, huggingFace).contains("colour_order"))
        #expect(try causes(turned, turned, ours, bilinear) == ["exif", "filter_bilinear"])
        #expect(try causes(turned, turned, ours, squashed) == ["exif", "squash", "filter_bilinear"])
        #expect(try causes(rgb, rgb, ours, squashed) == ["squash", "filter_bilinear"])
        #expect(try causes(rgb, rgb, ours, ours) == ["equal"])
    }

    @Test("the largest difference has its place and both values")
    func place() throws {
        let stored = try DecodedImage(path: Golden.folder + "/images/made/jpeg-420.jpg")
        let own = Preprocessing(size: 16)
        var values = own.crop(stored).pixels.map(Float.init)
        let place = (5 * 16 + 9) * 3 + 2
        values[place] += 7
        values[0] += 1
        let theirs = try ForeignInput(shape: [16, 16, 3], values: values, storage: .bytes)
        let diagnosis = InputDiagnosis(of: theirs, for: stored, own)
        let difference = try #require(diagnosis.difference)
        #expect([difference.channel, difference.row, difference.column] == [2, 5, 9])
        #expect(difference.maximum == 7 && difference.count == 2)
        #expect(difference.mean == 8 / Float(16 * 16 * 3))
        #expect(difference.theirs == values[place] && difference.ours == values[place] - 7)
        #expect(!diagnosis.isEqual && diagnosis.causes.map(\.name) == ["decoder"])
    }

    @Test("a value that is not a number is the largest difference, wherever it stands")
    func notFinite() throws {
        let stored = try DecodedImage(path: Golden.folder + "/images/made/jpeg-420.jpg")
        var values = [Float](repeating: 9, count: 16 * 16 * 3)
        values[100] = .nan
        let theirs = try ForeignInput(shape: [16, 16, 3], values: values, storage: .singles)
        let diagnosis = InputDiagnosis(of: theirs, for: stored, Preprocessing(size: 16))
        let difference = try #require(diagnosis.difference)
        #expect(difference.maximum.isNaN && difference.theirs.isNaN)
        #expect((difference.row * 16 + difference.column) * 3 + difference.channel == 100)
        #expect(diagnosis.causes.map(\.name) == ["not_finite"])
        #expect(throws: ImageError.self) {
            try ForeignInput(shape: [3, .max, 4], values: values, storage: .singles)
        }
    }

    @Test(
        "arrays that are not one picture are refused with the shapes that are taken",
        arguments: [[2, 3, 8, 8], [3, 8], [4, 8, 8], [1, 1, 3, 8, 8], [], [3, 0, 8]])
    func shapes(shape: [Int]) {
        let error = #expect(throws: ImageError.self) {
            try ForeignInput(
                shape: shape, values: Array(repeating: 0, count: shape.reduce(1, *)), storage: .singles)
        }
        #expect(error?.code == .badLayout)
        #expect(error?.message.contains("[3, H, W]") == true || error?.message.contains("array[0]") == true)
    }
}
