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

    @Test("frost has the published brightness and contrast", arguments: Severity.allCases)
    func frost(_ severity: Severity) throws {
        let published = try CorruptionGoldens().file.floats("frost/mean and deviation")
        let clean = try CorruptionGoldens.square()
        var (mean, deviation) = (0.0, 0.0)
        let draws = 200
        for seed in 0..<draws {
            let iced = try clean.corrupted(by: .frost, at: severity, seed: UInt32(seed))
            let moments = Moments(iced.pixels)
            mean += moments.mean / Double(draws)
            deviation += moments.deviation / Double(draws)
        }
        // Of 255 levels: the pieces of photographs differ in brightness by more than that.
        #expect(abs(mean - Double(published[2 * (severity.level - 1)])) < 3)
        #expect(abs(deviation - Double(published[2 * (severity.level - 1) + 1])) < 3)
    }
}

/// Mean and standard deviation of samples.
struct Moments {
    let mean: Double
    let deviation: Double

    init(_ samples: [UInt8]) {
        var (sum, squares) = (0, 0)
        for sample in samples {
            sum += Int(sample)
            squares += Int(sample) * Int(sample)
        }
        let count = Double(samples.count)
        mean = Double(sum) / count
        deviation = (Double(squares) / count - mean * mean).squareRoot()
    }
}
