/// Damages bytes as transfers, disks and attackers do, the same way for the same generator.
public struct Mutation {
    /// Pieces of the format that are put in at random.
    private let words: [[UInt8]]
    private var random: SeededGenerator

    /// - Parameters:
    ///   - seed: the same seed gives the same damages.
    ///   - words: pieces of the format that random bytes would hardly hit upon.
    public init(seed: UInt64, words: [String] = []) {
        random = SeededGenerator(seed: seed)
        self.words = words.map { Array($0.utf8) }
    }

    /// A damaged copy, with one to four changes.
    public mutating func damaged(_ whole: [UInt8]) -> [UInt8] {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else {
            bytes.append(UInt8.random(in: .min ... .max, using: &random))
            return
        }
        // Headers are at the front, so half of the changes are there.
        let reach = Bool.random(using: &random) ? min(bytes.count, 64) : bytes.count
        let place = Int.random(in: 0..<reach, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...16, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random)!
        case 2: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
        case 5: bytes.removeSubrange(place...)
        case 6:
            for index in place..<end { bytes[index] = UInt8.random(in: .min ... .max, using: &random) }
        default:
            bytes.insert(
                contentsOf: words.randomElement(using: &random) ?? [0xFF, 0xFF, 0xFF, 0xFF], at: place)
        }
    }
}
