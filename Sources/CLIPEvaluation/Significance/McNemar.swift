#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// McNemar's test (1947): whether two classifiers that answered for the same pictures differ by more than chance.
public struct McNemar: Sendable, Hashable {
    /// Pictures that only the first answered rightly.
    public let onlyFirst: Int
    /// Pictures that only the second answered rightly.
    public let onlySecond: Int
    /// How the probability was found.
    public enum Method: String, Sendable, Hashable {
        /// The exact binomial distribution, for fewer than 25 pictures in which the two differ.
        case exact
        /// χ² with one degree of freedom, with the continuity correction of Edwards (1948).
        case chiSquare = "chi-square"
    }
    /// How ``p`` was found.
    public let method: Method
    /// *(|b − c| − 1)² / (b + c)*; nil for the exact test.
    public let statistic: Double?
    /// The probability of a difference as large as this if neither were better, two-sided.
    public let p: Double

    /// Pictures in which the two differ below which the exact test is made.
    public static let exactBelow = 25

    /// Tests the counts of the pictures in which the two differ.
    public init(onlyFirst: Int, onlySecond: Int) {
        let (b, c) = (Double(onlyFirst), Double(onlySecond))
        let flips = onlyFirst + onlySecond
        (self.onlyFirst, self.onlySecond) = (onlyFirst, onlySecond)
        if flips < Self.exactBelow {
            method = .exact
            statistic = nil
            // Σ C(n, i) / 2ⁿ up to the smaller count; all terms are exact in double precision.
            var (term, sum) = (1.0, 0.0)
            for count in 0...min(onlyFirst, onlySecond) {
                sum += term
                term = term * Double(flips - count) / Double(count + 1)
            }
            p = min(1, 2 * sum / pow(2, Double(flips)))
        } else {
            method = .chiSquare
            let distance = max(abs(b - c) - 1, 0)
            let value = distance * distance / (b + c)
            statistic = value
            p = erfc((value / 2).squareRoot())
        }
    }
}
