/// How often the pictures of one class were taken for another.
public struct ConfusionCounts: Sendable, Hashable {
    /// The classes' names, in the order of the rows and columns.
    public let classes: [String]
    /// Pictures by given class (row) and predicted class (column), row by row, `[C, C]`.
    public let counts: [Int]
    /// Pictures of each given class.
    let totals: [Int]

    /// - Parameters:
    ///   - classes: names in the order of rows and columns.
    ///   - counts: `classes.count` squared numbers of pictures, none below 0, the given class's row after row.
    public init(classes: [String], counts: [Int]) {
        precondition(
            counts.count == classes.count * classes.count,
            "\(counts.count) counts for \(classes.count) classes")
        precondition(counts.allSatisfy { $0 >= 0 }, "a negative number of pictures")
        self.classes = classes
        self.counts = counts
        let width = classes.count
        totals = classes.indices.map { row in counts[row * width..<(row + 1) * width].reduce(0, +) }
    }

    /// Pictures of the class `given` that were taken for `predicted`.
    subscript(given: Int, predicted: Int) -> Int { counts[given * classes.count + predicted] }

    /// The share of a given class's pictures that went to `predicted`; 0 where the class has none.
    func share(_ given: Int, _ predicted: Int) -> Double {
        totals[given] == 0 ? 0 : Double(self[given, predicted]) / Double(totals[given])
    }

    /// The share of a class's pictures that were predicted right.
    func recall(_ given: Int) -> Double? { totals[given] == 0 ? nil : share(given, given) }

    /// The predicted classes of a given class that occur, most frequent first.
    func predictions(of given: Int) -> [(predicted: Int, count: Int)] {
        classes.indices.map { (predicted: $0, count: self[given, $0]) }.filter { $0.count > 0 }
            .sorted { ($1.count, $0.predicted) < ($0.count, $1.predicted) }
    }

    /// How far two classes are apart, `[C, C]`: 0 for those that are always confused, 1 for those that never are.
    var distances: [Float] {
        let width = classes.count
        var distances = [Float](repeating: 0, count: width * width)
        for first in classes.indices {
            for second in 0..<first {
                let confusion = min((share(first, second) + share(second, first)) / 2, 1)
                // The square root spreads the many small shares; what is never confused keeps the data's order.
                let apart = Float(1 - confusion.squareRoot())
                let order = 1e-4 * Float(first - second) / Float(width)
                distances[first * width + second] = apart + order
                distances[second * width + first] = apart + order
            }
        }
        return distances
    }
}
