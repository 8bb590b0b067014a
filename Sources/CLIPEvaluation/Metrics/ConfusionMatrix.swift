/// How often pictures of each class were taken for each class.
public struct ConfusionMatrix: Sendable, Hashable {
    /// Classes, K.
    public let classes: Int
    /// `[K, K]`, row-major: row of the given class, column of the predicted one.
    public let counts: [Int32]

    /// Counts pairs of a given and a predicted class, each in `0 ..< classes`.
    public init(classes: Int, pairs: some Sequence<(given: Int, predicted: Int)>) {
        var counts = [Int32](repeating: 0, count: classes * classes)
        for pair in pairs { counts[pair.given * classes + pair.predicted] += 1 }
        self.classes = classes
        self.counts = counts
    }

    /// Pictures of class `given` that were taken for `predicted`.
    public subscript(given: Int, predicted: Int) -> Int { Int(counts[given * classes + predicted]) }

    /// How many pictures each class has, how many were taken for it, and how many rightly.
    var totals: ClassTotals {
        var totals = ClassTotals(classes: classes)
        for given in 0..<classes {
            for predicted in 0..<classes {
                let count = counts[given * classes + predicted]
                totals.given[given] += count
                totals.predicted[predicted] += count
            }
            totals.right[given] = counts[given * classes + given]
        }
        return totals
    }

    /// The pairs of different classes that were confused most often, most often first; equal ones by class.
    public func mostConfused(_ count: Int) -> [(given: Int, predicted: Int, count: Int)] {
        var pairs: [(given: Int, predicted: Int, count: Int)] = []
        for (place, number) in counts.enumerated() where number > 0 && place / classes != place % classes {
            pairs.append((place / classes, place % classes, Int(number)))
        }
        // Sorting places one by one keeps the order of classes between equal counts.
        let order = pairs.indices.sorted {
            pairs[$0].count == pairs[$1].count ? $0 < $1 : pairs[$0].count > pairs[$1].count
        }
        return order.prefix(count).map { pairs[$0] }
    }
}

/// Pictures by class: given, predicted, and both.
struct ClassTotals {
    var given: [Int32]
    var predicted: [Int32]
    var right: [Int32]

    init(classes: Int) {
        given = [Int32](repeating: 0, count: classes)
        predicted = given
        right = given
    }

    /// Lends the counters, in the order given, predicted, right.
    mutating func withCounters(
        _ body: (
            _ given: UnsafeMutableBufferPointer<Int32>, _ predicted: UnsafeMutableBufferPointer<Int32>,
            _ right: UnsafeMutableBufferPointer<Int32>
        ) -> Void
    ) {
        given.withUnsafeMutableBufferPointer { given in
            predicted.withUnsafeMutableBufferPointer { predicted in
                right.withUnsafeMutableBufferPointer { right in body(given, predicted, right) }
            }
        }
    }
}
