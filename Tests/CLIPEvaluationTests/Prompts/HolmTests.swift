@testable import CLIPEvaluation
import Testing

@Suite("Holm's correction")
struct HolmTests {
    @Test("the smallest counts for all, the next for one less, none falls below the one before")
    func adjusted() {
        // By hand: 0.01 · 4, 0.02 · 3, 0.03 · 2 lifted to 0.06, 0.04 · 1 lifted to 0.06.
        #expect(Self.rounded(Holm.adjusted([0.04, 0.01, 0.03, 0.02])) == [0.06, 0.04, 0.06, 0.06])
        #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
        #expect(Holm.adjusted([0.3]) == [0.3] && Holm.adjusted([]) == [])
    }

    private static func rounded(_ values: [Double]) -> [Double] {
        values.map { ($0 * 1e6).rounded() / 1e6 }
    }
}
