/// Batch normalisation (Ioffe and Szegedy 2015) of columns, as PyTorch's `BatchNorm1d` computes it.
struct BatchNorm: Sendable {
    /// γ and β, `[width]`.
    var gain: [Float], offset: [Float]
    /// What inference uses: averages over the batches, each counting a tenth of what came before it.
    private(set) var mean: [Float], variance: [Float]

    static let epsilon: Float = 1e-5
    static let momentum: Float = 0.1

    init(width: Int) {
        gain = [Float](repeating: 1, count: width)
        offset = [Float](repeating: 0, count: width)
        (mean, variance) = (offset, gain)
    }

    init(gain: [Float], offset: [Float], mean: [Float], variance: [Float]) {
        (self.gain, self.offset, self.mean, self.variance) = (gain, offset, mean, variance)
    }

    var width: Int { gain.count }

    /// What the way back needs.
    struct Pass {
        /// `(x - mean) / deviation`, `[rows, width]`.
        var normed: [Float]
        /// One over the batch's deviations, `[width]`.
        var scales: [Float]
    }

    /// Inference, in place.
    func apply(_ x: inout [Float]) {
        for column in 0..<width {
            let scale = gain[column] / (variance[column] + Self.epsilon).squareRoot()
            for place in stride(from: column, to: x.count, by: width) {
                x[place] = (x[place] - mean[column]) * scale + offset[column]
            }
        }
    }

    /// Training, in place: by the batch's own statistics, which the averages learn.
    mutating func train(_ x: inout [Float]) -> Pass {
        let rows = x.count / width
        precondition(rows > 1, "a batch of \(rows) has no deviation")
        var pass = Pass(normed: x, scales: [Float](repeating: 0, count: width))
        for column in 0..<width {
            var (sum, squares) = (0.0, 0.0)
            for place in stride(from: column, to: x.count, by: width) { sum += Double(x[place]) }
            let middle = sum / Double(rows)
            for place in stride(from: column, to: x.count, by: width) {
                let distance = Double(x[place]) - middle
                squares += distance * distance
            }
            let spread = Float(squares / Double(rows))
            let scale = 1 / (spread + Self.epsilon).squareRoot()
            pass.scales[column] = scale
            for place in stride(from: column, to: x.count, by: width) {
                let normed = (x[place] - Float(middle)) * scale
                pass.normed[place] = normed
                x[place] = normed * gain[column] + offset[column]
            }
            mean[column] += Self.momentum * (Float(middle) - mean[column])
            let unbiased = Float(squares / Double(rows - 1))
            variance[column] += Self.momentum * (unbiased - variance[column])
        }
        return pass
    }

    /// The gradient of the input, in place of that of the output, and those of γ and β.
    func backward(_ gradient: inout [Float], _ pass: Pass) -> (gain: [Float], offset: [Float]) {
        let rows = gradient.count / width
        var gains = [Float](repeating: 0, count: width)
        var offsets = gains
        for column in 0..<width {
            var (sum, product) = (0.0, 0.0)
            for place in stride(from: column, to: gradient.count, by: width) {
                sum += Double(gradient[place])
                product += Double(gradient[place]) * Double(pass.normed[place])
            }
            (gains[column], offsets[column]) = (Float(product), Float(sum))
            let scale = gain[column] * pass.scales[column]
            let (mean, share) = (Float(sum / Double(rows)), Float(product / Double(rows)))
            for place in stride(from: column, to: gradient.count, by: width) {
                gradient[place] = scale * (gradient[place] - mean - pass.normed[place] * share)
            }
        }
        return (gains, offsets)
    }
}
