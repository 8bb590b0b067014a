import CLIPData
import CLIPTestSupport
import Foundation
import Testing

@Suite("NumPy's random numbers")
struct RandomStateTests {
    @Test("each call gives NumPy's bits, in one sequence of calls", arguments: try RandomGolden.sequences())
    func sequence(_ golden: RandomGolden) {
        var words = MersenneTwister(seed: golden.seed)
        #expect(golden.words.map { _ in words.nextWord() } == golden.words)

        var random = RandomState(seed: golden.seed)
        #expect(bits(5) { random.randomSample() } == golden.randomSample)
        #expect(bits(3) { random.uniform(-2.5, 7.25) } == golden.uniform)
        #expect(bits(5) { random.normal(mean: 1.5, deviation: 0.25) } == golden.normal)
        #expect((0..<8).map { _ in random.randint(0..<10) } == golden.randint10)
        #expect((0..<2).map { _ in random.randint(7..<8) } == golden.randintOne)
        #expect((0..<3).map { _ in random.randint(-(1 << 40)..<(1 << 41)) } == golden.randintLarge)
        #expect(random.permutation(17) == golden.permutation)
        #expect(random.permutation(1) == golden.permutation1)
        #expect(random.choice(5, of: [3, 1, 4, 15, 9, 2, 6, 5]) == golden.choice)
        #expect(random.choiceWithReplacement(6, of: [3, 1, 4]) == golden.choiceAgain)
        #expect(bits(4) { random.normal() } == golden.normalAgain)
        let sum = (0..<2000).reduce(0.0) { sum, _ in sum + random.randomSample() }
        #expect(bits(1) { sum } == golden.sumOf2000)
        #expect(bits(2) { random.randomSample() } == golden.last)
    }

    @Test("a seed gives one sequence, another seed another")
    func seeds() {
        var (first, again, other) = (RandomState(seed: 5), RandomState(seed: 5), RandomState(seed: 6))
        let order = first.permutation(100)
        #expect(again.permutation(100) == order)
        #expect(other.permutation(100) != order)
        #expect(order.sorted() == Array(0..<100))
    }

    @Test("nothing and one thing have one order")
    func small() {
        var random = RandomState(seed: 1)
        #expect(random.permutation(0) == [])
        #expect(random.permutation(1) == [0])
    }

    private func bits(_ count: Int, _ draw: () -> Double) -> [String] {
        (0..<count).map { _ in
            let digits = String(draw().bitPattern, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
    }
}

/// A sequence of calls that NumPy answered.
struct RandomGolden: Decodable, Sendable, CustomTestStringConvertible {
    let seed: UInt32
    let words: [UInt32]
    let randomSample: [String]
    let uniform: [String]
    let normal: [String]
    let randint10: [Int]
    let randintOne: [Int]
    let randintLarge: [Int]
    let permutation: [Int]
    let permutation1: [Int]
    let choice: [Int]
    let choiceAgain: [Int]
    let normalAgain: [String]
    let sumOf2000: [String]
    let last: [String]

    var testDescription: String { "seed \(seed)" }

    private struct Document: Decodable { let sequences: [RandomGolden] }

    static func sequences() throws -> [RandomGolden] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: URL(filePath: Golden.folder + "/data/random.json"))
        return try decoder.decode(Document.self, from: data).sequences
    }
}
