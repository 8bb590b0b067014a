internal import CLIPData
public import CLIPNumerics

/// Intervals by drawing the examples again and again, with replacement (Efron 1979), the percentile form.
///
/// Each resample has a generator of its own, seeded by its number, so that results depend neither on threads nor on
/// what else is measured: resample `r` draws `n` words of MT19937 seeded with `seed + r`, and the word `w` stands for
/// example `w · n / 2³²`.
public struct Bootstrap: Sendable {
    /// The seed of the first resample.
    public let seed: UInt32
    /// How often is drawn.
    public let resamples: Int
    let compute: Compute

    /// A bootstrap of so many resamples; none means no intervals.
    public init(seed: UInt32 = 0, resamples: Int = 1000, compute: Compute = .shared) {
        precondition(resamples >= 0, "\(resamples) resamples")
        self.seed = seed
        self.resamples = resamples
        self.compute = compute
    }

    /// The values of some statistics on every resample.
    /// - Parameters:
    ///   - count: examples, n.
    ///   - statistics: gets the drawn examples' numbers, n of them, and gives the statistics' values. Called on several
    ///     threads at once.
    /// - Returns: one list per statistic, in the resamples' order.
    func values(of count: Int, _ statistics: (UnsafeBufferPointer<Int32>) -> [Double]) -> [[Double]] {
        guard count > 0, resamples > 0 else { return [] }
        let rows = compute.map(Array(0..<resamples)) { resample in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { drawn in
                var generator = MersenneTwister(seed: seed &+ UInt32(truncatingIfNeeded: resample))
                for place in 0..<count {
                    let word = UInt64(generator.nextWord())
                    drawn[place] = Int32(truncatingIfNeeded: (word &* UInt64(count)) >> 32)
                }
                return statistics(UnsafeBufferPointer(drawn))
            }
        }
        return rows[0].indices.map { statistic in rows.map { $0[statistic] } }
    }

    /// Values with the 95 % interval of each.
    /// - Parameter resampled: from ``values(of:_:)``, as many lists as values, or none.
    static func estimates(_ values: [Double], _ resampled: [[Double]]) -> [Estimate] {
        values.enumerated().map { index, value in
            Estimate(value, resampled.isEmpty ? nil : interval(resampled[index]))
        }
    }

    /// The mean of numbers, with its interval.
    func mean(of values: [Double]) -> Estimate {
        means(of: [values])[0]
    }

    /// The mean of each list of numbers, all of the same examples.
    func means(of lists: [[Double]]) -> [Estimate] {
        let count = lists.first?.count ?? 0
        let means = lists.map { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) }
        let resampled = values(of: count) { drawn in
            lists.map { list in
                list.withUnsafeBufferPointer { list in
                    var sum = 0.0
                    for place in drawn { sum += list[Int(place)] }
                    return sum / Double(count)
                }
            }
        }
        return Self.estimates(means, resampled)
    }

    /// From the 2.5th to the 97.5th percentile, between neighbours in proportion (NumPy's `linear`).
    static func interval(_ values: [Double]) -> ClosedRange<Double>? {
        let sorted = values.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        func percentile(_ part: Double) -> Double {
            let place = part * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
        }
        return percentile(0.025)...percentile(0.975)
    }
}
