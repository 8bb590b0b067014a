import Testing

@testable import CLIPImages

@Suite("Raw pixels and conversion to RGB")
struct RGBImageTests {
    @Test("rows with padding are tightened")
    func padded() throws {
        let pixels: [UInt8] = [1, 2, 3, 4, 5, 6, 99, 99, 7, 8, 9, 10, 11, 12]
        let image = try RGBImage(width: 2, height: 2, rowBytes: 8, pixels: pixels)
        #expect(image.pixels == Array(1...12))
        #expect(try RGBImage(width: 2, height: 2, pixels: Array(1...12)) == image)
        #expect(try RGBImage(width: 2, height: 2, pixels: Array(1...20)) == image)
    }

    @Test(
        "what does not fit is an error",
        arguments: [
            (0, 2, nil, 12), (2, 0, nil, 12), (-1, 2, nil, 12), (2, 2, 5, 40), (2, 2, nil, 11), (2, 2, 8, 13),
            (Int.max, 1, nil, 12), (2, Int.max, 8, 12),
        ] as [(Int, Int, Int?, Int)])
    func misfit(width: Int, height: Int, rowBytes: Int?, count: Int) {
        let error = #expect(throws: ImageError.self) {
            try RGBImage(
                width: width, height: height, rowBytes: rowBytes, pixels: [UInt8](repeating: 0, count: count))
        }
        #expect(error?.code == .badLayout)
    }

    @Test("each mode by Pillow's formula, one pixel each")
    func modes() {
        func rgb(_ mode: DecodedImage.Mode, _ pixel: [UInt8], palette: [UInt8] = []) -> [UInt8] {
            RGBImage(DecodedImage(width: 1, height: 1, mode: mode, pixels: pixel, palette: palette)).pixels
        }
        #expect(rgb(.grey, [77]) == [77, 77, 77])
        #expect(rgb(.bilevel, [255]) == [255, 255, 255])
        #expect(rgb(.greyAlpha, [77, 3]) == [77, 77, 77])
        #expect(rgb(.rgba, [255, 0, 0, 0]) == [255, 0, 0])
        #expect(rgb(.cmyk, [0, 0, 0, 0]) == [255, 255, 255])
        #expect(rgb(.cmyk, [255, 0, 128, 0]) == [0, 255, 127])
        #expect(rgb(.cmyk, [10, 20, 30, 255]) == [0, 0, 0])
        let grey16 = { (value: UInt16) in rgb(.grey16, withUnsafeBytes(of: value) { Array($0) }) }
        #expect(grey16(200) == [200, 200, 200])
        #expect(grey16(256) == [255, 255, 255])
        var palette = [UInt8](repeating: 0, count: 768)
        palette.replaceSubrange(6..<9, with: [4, 5, 6])
        #expect(rgb(.palette, [2], palette: palette) == [4, 5, 6])
    }

    @Test("a crop of a picture that has the size already is the picture")
    func identity() throws {
        let pixels = (0..<32 * 32 * 3).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let image = try RGBImage(width: 32, height: 32, pixels: pixels)
        for mode in Preprocessing.ResizeMode.allCases {
            #expect(Preprocessing(size: 32, resizeMode: mode).crop(image) == image)
        }
    }
}
