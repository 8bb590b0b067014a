/// The cells of a confusion matrix as a few paths: one for each level of right and of wrong predictions, in which
/// neighbours in a row are one rectangle. 200 × 200 classes stay small, and nothing is drawn for empty cells.
struct ConfusionCells {
    /// Upper ends of the shares of levels 1 to 7; level 8 is above.
    static let bounds: [Double] = [0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8]

    /// The level of a share above 0, from 1 to 8.
    static func level(_ share: Double) -> Int {
        (bounds.firstIndex { share <= $0 } ?? bounds.count) + 1
    }

    private let matrix: ConfusionCounts
    private let order: [Int]

    init(_ matrix: ConfusionCounts, order: [Int]) {
        precondition(order.count == matrix.classes.count, "an order of other classes")
        self.matrix = matrix
        self.order = order
    }

    /// Style and steps of each path.
    /// - Parameters:
    ///   - side: pixels of a cell.
    ///   - x: where the first column begins.
    ///   - y: where the first row begins.
    func paths(side: Double = 1, x: Double = 0, y: Double = 0) -> [(style: String, steps: String)] {
        var hits = [String](repeating: "", count: Self.bounds.count + 1)
        var misses = hits
        for (row, given) in order.enumerated() {
            var column = 0
            while column < order.count {
                let share = matrix.share(given, order[column])
                guard share > 0 else {
                    column += 1
                    continue
                }
                let level = Self.level(share)
                var end = column + 1
                if column == row {
                    hits[level - 1] += Self.run(column, row, end, side, x, y)
                } else {
                    while end < order.count, end != row, matrix[given, order[end]] > 0,
                        Self.level(matrix.share(given, order[end])) == level
                    { end += 1 }
                    misses[level - 1] += Self.run(column, row, end, side, x, y)
                }
                column = end
            }
        }
        let named = { (steps: [String], kind: String) in
            steps.enumerated().filter { !$0.element.isEmpty }
                .map { (style: "f-\(kind) f-l\($0.offset + 1)", steps: $0.element) }
        }
        return named(hits, "hit") + named(misses, "miss")
    }

    /// Up to so many classes, cells show their numbers.
    static let mostCounted = 16

    /// The number in each cell that has one, and whether it stands on a dark ground.
    func counts() -> [(row: Int, column: Int, count: Int, isDark: Bool)] {
        order.enumerated().flatMap { row, given in
            order.enumerated().filter { matrix[given, $0.element] > 0 }.map { column, predicted in
                (row, column, matrix[given, predicted], Self.level(matrix.share(given, predicted)) >= 5)
            }
        }
    }

    private static func run(
        _ column: Int, _ row: Int, _ end: Int, _ side: Double, _ x: Double, _ y: Double
    ) -> String {
        let at = ShownNumber.coordinate
        let width = at(Double(end - column) * side)
        return
            "M\(at(x + Double(column) * side)) \(at(y + Double(row) * side))h\(width)v\(at(side))h-\(width)z"
    }
}
