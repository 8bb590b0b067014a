/// How well a head does on examples that it has not seen.
public struct ProbeScores: Sendable, Hashable {
    /// The part whose own class has the largest number; of equal ones the first counts.
    public let acc1: Double
    /// The part whose own class is among the five largest.
    public let acc5: Double
    /// The mean over classes of the part of a class's examples that are right; over those that occur.
    public let meanPerClassRecall: Double
    /// Examples, and how many of them are right.
    public let count: Int, right: Int

    /// - Parameters:
    ///   - logits: `[N, classes]`, row-major.
    ///   - labels: `[N]`
    ///   - classes: how many there are.
    public init(logits: [Float], labels: [Int], classes: Int) {
        precondition(logits.count == labels.count * classes, "\(logits.count) logits for \(labels.count)")
        var (first, five) = (0, 0)
        var known = [Int](repeating: 0, count: classes)
        var seen = known
        for (row, label) in labels.enumerated() {
            let own = logits[row * classes + label]
            var rank = 0
            for column in 0..<classes {
                let other = logits[row * classes + column]
                if other > own || other == own && column < label { rank += 1 }
            }
            seen[label] += 1
            if rank == 0 {
                first += 1
                known[label] += 1
            }
            if rank < 5 { five += 1 }
        }
        (count, self.right) = (labels.count, first)
        acc1 = Double(first) / Double(max(1, count))
        acc5 = Double(five) / Double(max(1, count))
        let recalls = zip(known, seen).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
        meanPerClassRecall = recalls.reduce(0, +) / Double(max(1, recalls.count))
    }
}

/// Some numbers, summed up.
public struct ProbeSpread: Sendable, Hashable {
    /// Their mean.
    public let mean: Double
    /// Their standard deviation, of a sample; 0 for one number.
    public let deviation: Double
    /// The 95 % interval of the mean by Student's t, which knows how few they are; nil for one number.
    public let interval: ClosedRange<Double>?

    /// - Parameter values: at least one.
    public init(_ values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        self.mean = mean
        guard values.count > 1 else {
            (deviation, interval) = (0, nil)
            return
        }
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        let half = Self.student(values.count - 1) * deviation / count.squareRoot()
        interval = mean - half...mean + half
    }

    // Student's t at 97.5 %, by degrees of freedom; an expansion in their inverse beyond the table (Abramowitz and Stegun,
    // 26.7.5).
    private static func student(_ freedom: Int) -> Double {
        let table = [
            12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
        ]
        if freedom <= table.count { return table[freedom - 1] }
        let (z, n) = (1.959963984540054, Double(freedom))
        let z3 = z * z * z
        let (z5, z7) = (z3 * z * z, z3 * z3 * z)
        return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
            + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
    }
}
