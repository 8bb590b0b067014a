#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The networks' words as plain loops in double precision, from their definitions.
enum PlainWords {
    static func linear(_ x: [Double], _ weight: [Double], _ bias: [Double], inputs: Int) -> [Double] {
        let outputs = bias.count
        return (0..<x.count / inputs).flatMap { row in
            (0..<outputs).map { output in
                (0..<inputs).reduce(bias[output]) { $0 + x[row * inputs + $1] * weight[output * inputs + $1] }
            }
        }
    }

    static func activation(_ name: String, _ x: Double) -> Double {
        switch name {
        case "quickGELU": x / (1 + exp(-1.702 * x))
        case "gelu": x * 0.5 * erfc(-x / 2.0.squareRoot())
        case "tanhGELU": 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        case "relu": max(x, 0)
        default: x
        }
    }

    static func layerNorm(_ x: [Double], _ gain: [Double], _ offset: [Double], epsilon: Double) -> [Double] {
        let width = gain.count
        return (0..<x.count / width).flatMap { row in
            let values = x[row * width..<(row + 1) * width]
            let mean = values.reduce(0, +) / Double(width)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            return values.enumerated().map { column, value in
                (value - mean) / (variance + epsilon).squareRoot() * gain[column] + offset[column]
            }
        }
    }

    /// - Parameter sequences: the rows that ask, and for each the rows that it sees.
    static func attention(
        _ queries: [Double], _ keysAndValues: [Double], width: Int, heads: Int,
        sequences: [(query: Int, keys: [Int])]
    ) -> [Double] {
        var result = [Double](repeating: 0, count: queries.count)
        let d = width / heads
        for (query, keys) in sequences {
            for head in 0..<heads {
                let at = head * d
                let scores = keys.map { key in
                    (0..<d).reduce(0.0) {
                        $0 + queries[query * width + at + $1] * keysAndValues[key * 2 * width + at + $1]
                    } / Double(d).squareRoot()
                }
                let powers = scores.map { exp($0 - (scores.max() ?? 0)) }
                let sum = powers.reduce(0, +)
                for (key, power) in zip(keys, powers) {
                    for j in 0..<d {
                        result[query * width + at + j] +=
                            power / sum * keysAndValues[key * 2 * width + width + at + j]
                    }
                }
            }
        }
        return result
    }

    static func unitRows(_ x: [Double], width: Int) -> [Double] {
        (0..<x.count / width).flatMap { row in
            let values = x[row * width..<(row + 1) * width]
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return values.map { $0 / length }
        }
    }
}
