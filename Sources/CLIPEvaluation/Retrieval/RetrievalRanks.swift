/// Where the first right answer of each query came.
public struct RetrievalRanks: Sendable, Hashable {
    /// Answers before the first right one, for each query.
    public let ranks: [Int]
    /// For each k of ``cuts``, the part of the queries whose first right answer is among the first k.
    public let recall: [Estimate]
    /// The middle of the places, counted from 1; between two, their mean.
    public let medianRank: Estimate
    /// The mean of the places, counted from 1.
    public let meanRank: Estimate

    /// The k of recall@k.
    public static let cuts = [1, 5, 10]

    /// Sums up ranks, counted from 0.
    init(_ ranks: [Int], _ bootstrap: Bootstrap) {
        self.ranks = ranks
        func statistics(_ drawn: some Collection<Int32>) -> [Double] {
            // Counting, because sorting each resample takes longer.
            var counts = [Int](repeating: 0, count: (ranks.max() ?? 0) + 1)
            for query in drawn { counts[ranks[Int(query)]] += 1 }
            let n = Double(max(drawn.count, 1))
            let recalls = Self.cuts.map { Double(counts.prefix($0).reduce(0, +)) / n }
            let sum = counts.enumerated().reduce(0.0) { $0 + Double($1.offset + 1) * Double($1.element) }
            return recalls + [Self.median(counts, drawn.count), sum / n]
        }
        let resampled = bootstrap.values(of: ranks.count) { statistics($0) }
        let estimates = Bootstrap.estimates(statistics(ranks.indices.map { Int32($0) }), resampled)
        recall = Array(estimates.prefix(Self.cuts.count))
        (medianRank, meanRank) = (estimates[Self.cuts.count], estimates[Self.cuts.count + 1])
    }

    private static func median(_ counts: [Int], _ total: Int) -> Double {
        guard total > 0 else { return 0 }
        var (below, lower) = (0, 0)
        for (rank, count) in counts.enumerated() {
            let end = below + count
            if (below..<end).contains((total - 1) / 2) { lower = rank }
            if (below..<end).contains(total / 2) { return Double(lower + rank) / 2 + 1 }
            below = end
        }
        return 0
    }
}
