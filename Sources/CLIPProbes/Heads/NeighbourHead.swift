public import CLIP
public import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The classes of the k nearest examples by cosine, each voting with `exp(cosine / 0.07)` (Wu et al. 2018, as DINO has
/// it). A class's number is the logarithm of its votes.
public struct NeighbourHead: ProbeHead {
    /// `"knn"`
    public static let kind = "knn"
    /// The examples as unit rows, `[n, D]`.
    public let examples: EmbeddingMatrix
    /// The examples' classes, `[n]`.
    public let labels: [Int]
    /// How many classes there are.
    public let classes: Int
    /// How many examples vote, at most n.
    public let neighbours: Int

    /// How fast votes fade with distance.
    static let temperature: Float = 0.07
    /// The number of a class that nobody votes for.
    static let nobody: Float = -1e30

    /// Puts a head together.
    public init(examples: EmbeddingMatrix, labels: [Int], classes: Int, neighbours: Int) {
        precondition(examples.rows == labels.count, "\(labels.count) labels for \(examples.rows) examples")
        precondition(
            (1...max(1, examples.rows)).contains(neighbours), "\(neighbours) of \(examples.rows) neighbours")
        (self.examples, self.labels) = (examples, labels)
        (self.classes, self.neighbours) = (classes, neighbours)
    }

    /// Numbers per example, D.
    public var dimension: Int { examples.dimension }

    /// The classes' votes.
    public func logits(of features: EmbeddingMatrix, compute: Compute) -> [Float] {
        votes(features, [neighbours], compute)[0]
    }

    /// The votes for several numbers of neighbours at once.
    func votes(_ features: EmbeddingMatrix, _ counts: [Int], _ compute: Compute) -> [[Float]] {
        let most = counts.max() ?? 1
        var results = counts.map { _ in [Float](repeating: Self.nobody, count: features.rows * classes) }
        let unit = features.unitRows(compute)
        for (first, rows) in unit.blocks(forProductsWith: examples.rows) {
            let cosines = rows.products(withRowsOf: examples, compute: compute)
            let nearest = compute.map(Array(0..<rows.rows)) {
                Self.largest(most, cosines[$0 * examples.rows..<($0 + 1) * examples.rows])
            }
            for (row, order) in nearest.enumerated() {
                for (index, neighbours) in counts.enumerated() {
                    vote(
                        order.prefix(neighbours), cosines[row * examples.rows..<(row + 1) * examples.rows],
                        &results[index], (first + row) * classes)
                }
            }
        }
        return results
    }

    private func vote(
        _ order: ArraySlice<Int>, _ cosines: ArraySlice<Float>, _ result: inout [Float], _ place: Int
    ) {
        guard let best = order.first else { return }
        let top = cosines[cosines.startIndex + best]
        var sums = [Float](repeating: 0, count: classes)
        for index in order {
            sums[labels[index]] += expf((cosines[cosines.startIndex + index] - top) / Self.temperature)
        }
        for (label, sum) in sums.enumerated() where sum > 0 {
            result[place + label] = logf(sum) + top / Self.temperature
        }
    }

    // Places of the largest numbers, largest first; of equal ones the first.
    private static func largest(_ count: Int, _ numbers: ArraySlice<Float>) -> [Int] {
        var best: [(value: Float, place: Int)] = []
        best.reserveCapacity(count + 1)
        for (place, value) in numbers.enumerated() {
            if best.count == count, value <= best[count - 1].value { continue }
            var at = best.count
            while at > 0, best[at - 1].value < value { at -= 1 }
            best.insert((value, place), at: at)
            if best.count > count { best.removeLast() }
        }
        return best.map(\.place)
    }

    /// The examples, their classes, and how many vote.
    public var parts: HeadParts {
        var parts = HeadParts()
        parts["examples"] = examples
        parts["labels"] = EmbeddingMatrix(rows: 1, dimension: labels.count, values: labels.map(Float.init))
        parts[number: "classes"] = Double(classes)
        parts[number: "neighbours"] = Double(neighbours)
        return parts
    }

    /// A head that was written.
    public init(_ parts: HeadParts) throws(ProbeError) {
        let examples = try parts.matrix("examples")
        let classes = Int(try parts.number("classes", in: 1...16_000_000))
        self.init(
            examples: examples, labels: try parts.labels(examples.rows, below: classes), classes: classes,
            neighbours: Int(try parts.number("neighbours", in: 1...Double(max(1, examples.rows)))))
    }
}

extension HeadParts {
    /// The classes of a head's examples.
    func labels(_ count: Int, below classes: Int) throws(ProbeError) -> [Int] {
        let values = try matrix("labels", rows: 1, columns: count).values
        guard values.allSatisfy({ $0 >= 0 && $0 < Float(classes) && $0 == $0.rounded() }) else {
            throw ProbeError("the tensor \"labels\" holds something that is no class")
        }
        return values.map { Int($0) }
    }
}
