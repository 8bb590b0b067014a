/// An order of classes in which similar ones stand together: the leaves of a hierarchical clustering.
///
/// Average linkage by chains of nearest neighbours (Murtagh 1983), *O(n²)*; where two clusters are joined, each is
/// turned so that the most similar ends meet. Equal inputs give equal orders.
enum ClassOrder {
    /// Orders `count` classes by their distances.
    /// - Parameters:
    ///   - distances: `[count, count]`, symmetric; the diagonal is not looked at.
    ///   - count: classes.
    /// - Returns: every class once.
    static func byDistance(_ distances: [Float], count: Int) -> [Int] {
        precondition(distances.count == count * count, "\(distances.count) distances for \(count) classes")
        guard count > 2 else { return Array(0..<count) }
        var tree = Clustering(distances, count)
        let order = tree.leaves()
        // A mirrored order is as good: the one that begins nearer to the data's own order is taken.
        return order[0] <= order[count - 1] ? order : order.reversed()
    }
}

private struct Clustering {
    private let original: [Float]
    private let count: Int
    private var apart: [Float]
    private var members: [[Int]]
    private var isThere: [Bool]

    init(_ distances: [Float], _ count: Int) {
        original = distances
        self.count = count
        apart = distances
        members = (0..<count).map { [$0] }
        isThere = [Bool](repeating: true, count: count)
    }

    /// Joins all clusters and gives the leaves of the tree.
    mutating func leaves() -> [Int] {
        var chain: [Int] = []
        for _ in 1..<count {
            if chain.isEmpty { chain = [isThere.firstIndex(of: true) ?? 0] }
            while true {
                let end = chain[chain.count - 1]
                let before = chain.count > 1 ? chain[chain.count - 2] : nil
                let next = nearest(to: end, preferring: before)
                if next == before { break }
                chain.append(next)
            }
            let second = chain.removeLast()
            let first = chain.removeLast()
            join(min(first, second), max(first, second))
        }
        return members[isThere.firstIndex(of: true) ?? 0]
    }

    /// The nearest cluster; of equally near ones the one that the chain came from, else the first.
    private func nearest(to cluster: Int, preferring before: Int?) -> Int {
        var best = before ?? -1
        var least = before.map { apart[cluster * count + $0] } ?? .infinity
        for other in 0..<count where isThere[other] && other != cluster {
            let distance = apart[cluster * count + other]
            if distance < least || best < 0 { (best, least) = (other, distance) }
        }
        return best
    }

    private mutating func join(_ kept: Int, _ gone: Int) {
        let weights = (Float(members[kept].count), Float(members[gone].count))
        for other in 0..<count where isThere[other] && other != kept && other != gone {
            let mean =
                (weights.0 * apart[kept * count + other] + weights.1 * apart[gone * count + other])
                / (weights.0 + weights.1)
            apart[kept * count + other] = mean
            apart[other * count + kept] = mean
        }
        members[kept] = turned(members[kept], members[gone])
        members[gone] = []
        isThere[gone] = false
    }

    /// Both one after the other, turned so that their nearest ends meet.
    private func turned(_ first: [Int], _ second: [Int]) -> [Int] {
        func gap(_ end: Int, _ start: Int) -> Float { original[end * count + start] }
        let ways: [(gap: Float, order: () -> [Int])] = [
            (gap(first[first.count - 1], second[0]), { first + second }),
            (gap(first[first.count - 1], second[second.count - 1]), { first + second.reversed() }),
            (gap(first[0], second[0]), { first.reversed() + second }),
            (gap(first[0], second[second.count - 1]), { second + first }),
        ]
        var best = ways[0]
        for way in ways.dropFirst() where way.gap < best.gap { best = way }
        return best.order()
    }
}
