/// Parts in which every class has its share, the same for the same seed.
///
/// Unlike ``TrainTestSplit`` it takes classes of any size, makes any number of parts, and keeps samples in their order.
public struct StratifiedSplit: Sendable, Hashable {
    /// Indices of each part's samples, ascending.
    public let parts: [[Int]]

    /// Splits samples.
    ///
    /// A part has a class's share rounded down, or one sample more; which parts get these is decided so that the parts
    /// as a whole come as near to their sizes as that allows.
    ///
    /// - Parameters:
    ///   - labels: a sample's class each.
    ///   - fractions: each part's share of the samples; together at most 1. What is left is in no part.
    ///   - seed: decides which samples of a class go where.
    /// - Throws: ``DatasetError`` for fractions that are no parts of a whole.
    public init(labels: [Int], fractions: [Double], seed: UInt32) throws(DatasetError) {
        guard !fractions.isEmpty, fractions.allSatisfy({ $0 > 0 && $0 <= 1 }),
            fractions.reduce(0, +) <= 1 + 1e-9
        else {
            throw DatasetError(
                "parts of \(fractions.map { "\($0)" }.joined(separator: ", ")): give fractions above 0 that are "
                    + "together at most 1")
        }
        // What is in no part is a part, too, that nobody gets.
        let shares = fractions + [max(0, 1 - fractions.reduce(0, +))]
        var random = RandomState(seed: seed)
        var parts = shares.map { _ in [Int]() }
        var seen = 0.0
        for samples in ClassMembers(labels).indices {
            let order = random.permutation(samples.count).map { samples[$0] }
            seen += Double(samples.count)
            var counts = shares.map { Int($0 * Double(samples.count) + 1e-9) }
            // The parts that are furthest behind get what rounding left over, one each.
            let behind = shares.indices.map { shares[$0] * seen - Double(parts[$0].count + counts[$0]) }
            let neediest = shares.indices.filter { shares[$0] > 0 }.sorted {
                behind[$0] != behind[$1] ? behind[$0] > behind[$1] : $0 < $1
            }
            for part in neediest.prefix(samples.count - counts.reduce(0, +)) { counts[part] += 1 }
            var start = 0
            for (part, count) in counts.enumerated() {
                parts[part] += order[start..<start + count]
                start += count
            }
        }
        self.parts = parts.dropLast().map { $0.sorted() }
    }
}
