#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Reference {
    /// One sequence: q `[queries, width]`, k and v `[keys, width]`; `visible[i]` keys are seen by query i.
    public static func attention(
        q: [Float], k: [Float], v: [Float], width: Int, heads: Int, visible: [Int]
    ) -> [Double] {
        let d = width / heads
        var result = [Double](repeating: 0, count: q.count)
        for query in 0..<q.count / width {
            for head in 0..<heads {
                let at = head * d
                let scores = (0..<visible[query]).map { key in
                    (0..<d).reduce(0.0) {
                        $0 + Double(q[query * width + at + $1]) * Double(k[key * width + at + $1])
                    } / Double(d).squareRoot()
                }
                let most = scores.max() ?? 0
                let powers = scores.map { exp($0 - most) }
                let sum = powers.reduce(0, +)
                for (key, power) in powers.enumerated() {
                    for j in 0..<d {
                        result[query * width + at + j] += power / sum * Double(v[key * width + at + j])
                    }
                }
            }
        }
        return result
    }

    /// Per row of `width` numbers.
    public static func layerNorm(_ x: [Float], width: Int, gain: [Float], offset: [Float], epsilon: Float)
        -> [Double]
    {
        (0..<x.count / width).flatMap { row in
            let values = x[row * width..<(row + 1) * width].map(Double.init)
            let mean = values.reduce(0, +) / Double(width)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            return values.enumerated().map { column, value in
                (value - mean) / (variance + Double(epsilon)).squareRoot() * Double(gain[column])
                    + Double(offset[column])
            }
        }
    }

    /// x · (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
    public static func tanhGELU(_ x: Double) -> Double {
        0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
    /// x · σ(1.702 x)
    public static func quickGELU(_ x: Double) -> Double { x / (1 + exp(-1.702 * x)) }
    /// x · Φ(x)
    public static func gelu(_ x: Double) -> Double { x * 0.5 * erfc(-x / 2.0.squareRoot()) }
}

/// The largest |a − b|; infinite if one is not a number.
public func largestDifference(_ a: [Float], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { worst, pair in
        let difference = abs(Double(pair.0) - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}
