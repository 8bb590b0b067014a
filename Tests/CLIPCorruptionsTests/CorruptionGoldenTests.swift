import CLIPData
import CLIPImages
import CLIPTestSupport
import Testing

@testable import CLIPCorruptions

@Suite("Corruptions beside the reference")
struct CorruptionGoldenTests {
    /// Where a weight or a place comes from a sine, an exponential or a matrix, its last bit differs, and a sum that lies
    /// on a whole number loses a level with its fraction. Everything else is equal.
    private func mostUnequal(_ corruption: Corruption) -> Double {
        [.motionBlur, .rotation].contains(corruption) ? 0.001 : 0
    }

    @Test("pixels are the reference's", arguments: Corruption.allCases.filter { $0 != .frost })
    func equal(_ corruption: Corruption) throws {
        let cases = try CorruptionGoldens().cases(of: corruption)
        #expect(Set(cases.map(\.severity)) == Set(corruption.distinct(Severity.allCases)))
        for golden in cases {
            let found = try golden.clean.corrupted(by: corruption, at: golden.severity, seed: golden.seed)
            let differences = zip(found.pixels, golden.pixels).map { abs(Int($0) - Int($1)) }
            #expect(differences.count == golden.pixels.count)
            #expect(differences.allSatisfy { $0 <= 1 }, "\(golden.name)")
            let unequal = differences.count { $0 > 0 }
            #expect(
                Double(unequal) <= mostUnequal(corruption) * Double(differences.count),
                "\(golden.name): \(unequal) of \(differences.count) samples")
        }
    }

    @Test("a corruption is told from every other by its golden", arguments: Corruption.allCases)
    func distinct(_ corruption: Corruption) throws {
        guard let golden = try CorruptionGoldens().cases(of: corruption).first else {
            #expect(corruption == .frost)
            return
        }
        for other in Corruption.allCases where other != corruption {
            let found = try golden.clean.corrupted(by: other, at: golden.severity, seed: golden.seed)
            let differences = zip(found.pixels, golden.pixels).count { abs(Int($0) - Int($1)) > 1 }
            #expect(Double(differences) > 0.01 * Double(golden.pixels.count), "\(other) for \(golden.name)")
        }
    }

    @Test("frost has the published brightness, contrast and detail", arguments: Severity.allCases)
    func frost(_ severity: Severity) throws {
        let published = try CorruptionGoldens().file.floats("frost/mean, deviation and detail")
        let expected = published[3 * (severity.level - 1)..<3 * severity.level].map(Double.init)
        let clean = try CorruptionGoldens.square()
        var found = [0.0, 0, 0]
        let draws = 60
        for seed in 0..<draws {
            let moments = Moments(try clean.corrupted(by: .frost, at: severity, seed: UInt32(seed)))
            for (index, value) in [moments.mean, moments.deviation, moments.detail].enumerated() {
                found[index] += value / Double(draws)
            }
        }
        // In levels. Which tones 60 draws hit moves the mean by as much; the texture is another one.
        #expect(abs(found[0] - expected[0]) < 6, "mean \(found[0]) for \(expected[0])")
        #expect(abs(found[1] - expected[1]) < 4, "deviation \(found[1]) for \(expected[1])")
        #expect(abs(found[2] - expected[2]) < 4, "detail \(found[2]) for \(expected[2])")
    }
}

/// Mean and standard deviation of samples, and the root mean square difference of neighbours in a row.
struct Moments {
    let mean: Double
    let deviation: Double
    let detail: Double

    init(_ image: RGBImage) {
        var (sum, squares, steps) = (0, 0, 0)
        let row = image.width * 3
        for (index, sample) in image.pixels.enumerated() {
            sum += Int(sample)
            squares += Int(sample) * Int(sample)
            guard index % row >= 3 else { continue }
            let step = Int(sample) - Int(image.pixels[index - 3])
            steps += step * step
        }
        let count = Double(image.pixels.count)
        mean = Double(sum) / count
        deviation = (Double(squares) / count - mean * mean).squareRoot()
        detail = (Double(steps) / (count - Double(3 * image.height))).squareRoot()
    }
}
