import Testing

@testable import CLIPText

/// The heap against the reference's algorithm, written plainly, on vocabularies that no training gives:
/// with merges whose rank is lower than that of the merges they need.
@Suite("Byte-pair merging")
struct MergingTests {
    /// The reference: the pair of the lowest rank is merged everywhere, from left to right, until none is
    /// left.
    private static func merge(_ word: [String], ranks: [[String]: Int]) -> [String] {
        var word = word
        while true {
            let pairs = zip(word, word.dropFirst()).map { [$0, $1] }
            guard let best = pairs.compactMap({ ranks[$0] }).min() else { return word }
            var result: [String] = []
            var index = 0
            while index < word.count {
                if index + 1 < word.count, ranks[[word[index], word[index + 1]]] == best {
                    result.append(word[index] + word[index + 1])
                    index += 2
                } else {
                    result.append(word[index])
                    index += 1
                }
            }
            word = result
        }
    }

    @Test("random vocabularies, random words", arguments: 0..<40)
    func random(seed: UInt64) throws {
        var generator = Generator(state: seed)
        var merges: [[String]] = []
        var symbols = ["a", "b", "c", "a</w>", "b</w>", "c</w>"]
        for _ in 0..<60 {
            let left = symbols.filter { !$0.hasSuffix("</w>") }.randomElement(using: &generator)!
            let right = symbols.randomElement(using: &generator)!
            if merges.contains([left, right]) || left.count + right.count > 10 { continue }
            merges.append([left, right])
            if !symbols.contains(left + right) { symbols.append(left + right) }
        }
        // A symbol may be needed by a merge of lower rank than the one that makes it.
        merges.shuffle(using: &generator)
        let tokenizer = try Vocabularies.tokenizer(merges: merges)
        let ranks = Dictionary(uniqueKeysWithValues: merges.enumerated().map { ($1, $0) })
        for _ in 0..<200 {
            let length = Int.random(in: 1...24, using: &generator)
            let letters = (0..<length).map { _ in ["a", "b", "c"].randomElement(using: &generator)! }
            let expected = Self.merge(letters.dropLast() + [letters.last! + "</w>"], ranks: ranks)
            let tokens = tokenizer.encode(letters.joined()).map { tokenizer.token($0) }
            #expect(tokens == expected)
        }
    }

    /// Steele, Lea and Flood's SplitMix64.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }
}
