import CLIPTestSupport
import Testing

@testable import CLIPImages

@Suite("Sizes and offsets")
struct CropGeometryTests {
    @Test("the long side is a quotient cut, not rounded")
    func shortest() {
        let geometry = CropGeometry(width: 500, height: 375, Preprocessing())
        #expect([geometry.x.resized, geometry.y.resized] == [298, 224])
        #expect(geometry.x.start == 37)
        let extreme = CropGeometry(width: 3000, height: 1, Preprocessing())
        #expect([extreme.x.resized, extreme.y.resized] == [672_000, 224])
        #expect(extreme.x.count == 224)
    }

    @Test(
        "an odd margin: half to even, or down",
        arguments: [(225, 0, 0), (227, 2, 1), (229, 2, 2), (231, 4, 3), (224, 0, 0)])
    func rounding(side: Int, halfEven: Int, floor: Int) {
        let wide = { (rounding: Preprocessing.CropRounding) in
            CropGeometry(width: side, height: 224, Preprocessing(cropRounding: rounding)).x.start
        }
        #expect(wide(.halfEven) == halfEven)
        #expect(wide(.floor) == floor)
    }

    @Test("padding: the odd pixel behind, or in front")
    func padding() {
        let preprocessing = Preprocessing(size: 10, resizedSide: 5)
        #expect(CropGeometry(width: 5, height: 5, preprocessing).x.padding == 2)
        var floor = preprocessing
        floor.cropRounding = .floor
        #expect(CropGeometry(width: 5, height: 5, floor).x.padding == 3)
    }

    @Test("squash ignores the shape, longest keeps it and never loses a side")
    func modes() {
        let squash = CropGeometry(width: 500, height: 100, Preprocessing(resizeMode: .squash))
        #expect([squash.x.resized, squash.y.resized] == [224, 224])
        let longest = CropGeometry(width: 3000, height: 1, Preprocessing(resizeMode: .longest))
        #expect([longest.x.resized, longest.y.resized] == [224, 1])
        #expect(longest.y.padding == 111)
    }

    @Test("only what the crop needs is computed, with the same result", arguments: [1, 7, 64])
    func cropAware(size: Int) {
        var random = SeededGenerator(seed: 3)
        let pixels = (0..<90 * 31 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        let image = RGBImage(width: 90, height: 31, tightPixels: pixels)
        let crop = Preprocessing(size: size).crop(image)
        // The same resize, everything kept, cropped by hand.
        let long = Int(Double(size * 90) / 31)
        let whole = Preprocessing(size: long, resizedSide: size, resizeMode: .shortest).crop(image)
        let x = Int((Double(long - size) / 2).rounded(.toNearestOrEven))
        let top = (long - size) / 2
        var expected: [UInt8] = []
        for y in 0..<size {
            let start = ((top + y) * long + x) * 3
            expected += whole.pixels[start..<start + size * 3]
        }
        #expect(crop.pixels == expected)
    }
}
