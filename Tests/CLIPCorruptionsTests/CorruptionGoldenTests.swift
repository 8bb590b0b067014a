import CLIPImages
import CLIPTestSupport
import Testing

@testable import CLIPCorruptions

@Suite("Corruptions beside the reference")
struct CorruptionGoldenTests {
    @Test("dump", arguments: Corruption.allCases)
    func equal(_ corruption: Corruption) throws {
        for golden in try CorruptionGoldens().cases(of: corruption) {
            let found = try golden.clean.corrupted(
                by: corruption, at: golden.severity, seed: golden.seed)
            let differences = zip(found.pixels, golden.pixels).map { abs(Int($0) - Int($1)) }
            let unequal = differences.filter { $0 > 0 }.count
            print(
                "DIFF", golden.name, "max", differences.max() ?? 0, "unequal", unequal, "of",
                differences.count)
        }
    }
}
