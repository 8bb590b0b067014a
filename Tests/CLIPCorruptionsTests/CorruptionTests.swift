import CLIPImages
import Testing

@testable import CLIPCorruptions

@Suite("Corruptions")
struct CorruptionTests {
    private func picture(_ width: Int, _ height: Int) throws -> RGBImage {
        let pixels = (0..<width * height * 3).map { (index: Int) -> UInt8 in
            UInt8(truncatingIfNeeded: index * 37 + index / 5)
        }
        return try RGBImage(width: width, height: height, pixels: pixels)
    }

    @Test("every size keeps its size, one pixel included", arguments: Corruption.allCases)
    func sizes(_ corruption: Corruption) throws {
        for (width, height) in [(1, 1), (1, 9), (9, 1), (2, 2), (3, 5), (31, 7), (224, 2)] {
            let clean = try picture(width, height)
            for severity in Severity.allCases {
                let found = try clean.corrupted(by: corruption, at: severity, seed: 7)
                #expect(found.width == width && found.height == height)
                #expect(found.pixels.count == clean.pixels.count)
            }
        }
    }

    @Test("black, white and grey pictures stay within their samples", arguments: Corruption.allCases)
    func flat(_ corruption: Corruption) throws {
        for level: UInt8 in [0, 128, 255] {
            let clean = try RGBImage(
                width: 40, height: 40, pixels: [UInt8](repeating: level, count: 40 * 40 * 3))
            for severity in Severity.allCases {
                let found = try clean.corrupted(by: corruption, at: severity, seed: 3)
                // What only moves or mixes pixels leaves a flat picture as it is, but for a dropped fraction.
                guard
                    [.glassBlur, .motionBlur, .zoomBlur, .contrast, .pixelate, .greyscale]
                        .contains(corruption)
                else { continue }
                #expect(found.pixels.allSatisfy { abs(Int($0) - Int(level)) <= 1 }, "\(severity)")
            }
        }
    }

    @Test("a grey picture stays grey where no colour comes from outside", arguments: Corruption.allCases)
    func grey(_ corruption: Corruption) throws {
        let luma = (0..<48 * 40).map { (index: Int) -> UInt8 in UInt8(truncatingIfNeeded: index) }
        let grey = RGBImage(width: 48, height: 40, grey: luma)
        let found = try grey.corrupted(by: corruption, at: Severity(3), seed: 5).pixels
        let isGrey = stride(from: 0, to: found.count, by: 3).allSatisfy { Set(found[$0..<$0 + 3]).count == 1 }
        // Noise is drawn for each sample, and ice is blue.
        let coloured: [Corruption] = [.gaussianNoise, .shotNoise, .impulseNoise, .frost]
        #expect(isGrey == !coloured.contains(corruption))
    }

    @Test("the seed decides, and only where numbers are drawn", arguments: Corruption.allCases)
    func seeds(_ corruption: Corruption) throws {
        let clean = try picture(48, 48)
        let severity = try Severity(5)
        let first = try clean.corrupted(by: corruption, at: severity, seed: 1)
        #expect(try clean.corrupted(by: corruption, at: severity, seed: 1) == first)
        #expect(try (clean.corrupted(by: corruption, at: severity, seed: 2) == first) == !corruption.isRandom)
    }

    @Test("each severity takes a photograph further away", arguments: Corruption.common)
    func grows(_ corruption: Corruption) throws {
        let clean = try CorruptionGoldens.square()
        var distances: [Double] = []
        for severity in Severity.allCases {
            var sum = 0.0
            for seed in 0..<4 as Range<UInt32> {
                let found = try clean.corrupted(by: corruption, at: severity, seed: seed)
                for (sample, original) in zip(found.pixels, clean.pixels) {
                    let difference = Double(sample) - Double(original)
                    sum += difference * difference
                }
            }
            distances.append((sum / 4 / Double(clean.pixels.count)).squareRoot())
        }
        // The published strengths of snow and glass blur do not rise in pixels at each step; the last is above the first.
        #expect(distances[4] > distances[0])
        if ![.snow, .glassBlur, .frost].contains(corruption) { #expect(distances == distances.sorted()) }
    }

    @Test("the seed of a picture depends on picture, corruption, severity and run")
    func pictureSeeds() throws {
        let (one, two) = (try Severity(1), try Severity(2))
        let seeds = [
            Corruption.fog.seed(of: [1, 2], at: one, seed: 0),
            Corruption.fog.seed(of: [1, 3], at: one, seed: 0),
            Corruption.fog.seed(of: [1, 2], at: two, seed: 0),
            Corruption.snow.seed(of: [1, 2], at: one, seed: 0),
            Corruption.fog.seed(of: [1, 2], at: one, seed: 1),
        ]
        #expect(Set(seeds).count == seeds.count)
        #expect(Corruption.fog.seed(of: [1, 2], at: one, seed: 0) == seeds[0])
    }

    @Test("a side that JPEG cannot express is an error")
    func tooWide() throws {
        let wide = try RGBImage(width: 65_501, height: 1, pixels: [UInt8](repeating: 1, count: 65_501 * 3))
        let error = #expect(throws: ImageError.self) {
            try wide.corrupted(by: .jpegCompression, at: Severity(1), seed: 0)
        }
        #expect(error?.code == .tooLarge)
    }
}
