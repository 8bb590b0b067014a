/// A number that was measured on some examples, with what it may be on others.
public struct Estimate: Sendable, Hashable {
    /// What was measured.
    public let value: Double
    /// The 95 % interval; nil where there is none.
    public let interval: ClosedRange<Double>?

    /// A value with its interval.
    public init(_ value: Double, _ interval: ClosedRange<Double>? = nil) {
        self.value = value
        self.interval = interval
    }

    /// The part of `trials` in which something happened, with Wilson's interval (1927), which stays within 0 to 1 and
    /// says something of few trials, too.
    public init(part hits: Int, of trials: Int) {
        guard trials > 0 else {
            self.init(0)
            return
        }
        let (n, p) = (Double(trials), Double(hits) / Double(trials))
        let z = 1.959963984540054  // of the normal distribution, for 95 %
        let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        self.init(p, max(0, middle - half)...min(1, middle + half))
    }
}

/// A number with its name, as result files have it.
public struct Metric: Sendable, Hashable {
    /// CLIP_benchmark's name where it has one, such as `acc1`.
    public let name: String
    /// The value, a fraction rather than per cent.
    public let estimate: Estimate

    /// Names a number.
    public init(_ name: String, _ estimate: Estimate) {
        self.name = name
        self.estimate = estimate
    }
}
