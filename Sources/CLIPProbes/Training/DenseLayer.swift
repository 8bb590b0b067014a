internal import CLIPData
internal import CLIPNumerics

/// A linear map, then a batch norm, ReLU and dropout, the last two where they are asked for.
struct DenseLayer: Sendable {
    let inputs: Int, outputs: Int
    /// `[outputs, inputs]`
    var weights: [Float]
    /// `[outputs]`
    var bias: [Float]
    var norm: BatchNorm
    let hasReLU: Bool
    /// The part of the numbers that training leaves out.
    let dropout: Float

    init(
        inputs: Int, outputs: Int, weights: [Float], bias: [Float], norm: BatchNorm, hasReLU: Bool,
        dropout: Float
    ) {
        (self.inputs, self.outputs, self.weights, self.bias) = (inputs, outputs, weights, bias)
        (self.norm, self.hasReLU, self.dropout) = (norm, hasReLU, dropout)
    }

    /// Random weights within ±1/√inputs, as PyTorch's `Linear` begins.
    init(inputs: Int, outputs: Int, hasReLU: Bool, dropout: Float, _ random: inout RandomState) {
        let limit = 1 / Double(inputs).squareRoot()
        self.init(
            inputs: inputs, outputs: outputs,
            weights: (0..<outputs * inputs).map { _ in Float(random.uniform(-limit, limit)) },
            bias: (0..<outputs).map { _ in Float(random.uniform(-limit, limit)) },
            norm: BatchNorm(width: outputs), hasReLU: hasReLU, dropout: dropout)
    }

    /// What the way back needs.
    struct Pass {
        var input: [Float]
        var norm: BatchNorm.Pass
        /// What each output's gradient is multiplied by: 0 where ReLU or dropout let nothing through.
        var factors: [Float]
    }

    struct Gradient {
        var weights: [Float], bias: [Float], gain: [Float], offset: [Float]
    }

    /// Inference: `[rows, inputs]` to `[rows, outputs]`.
    func apply(_ x: [Float], _ compute: Compute) -> [Float] {
        var y = linear(x, compute)
        norm.apply(&y)
        if hasReLU { for index in y.indices { y[index] = max(y[index], 0) } }
        return y
    }

    /// Training.
    mutating func train(_ x: [Float], _ random: inout RandomState, _ compute: Compute) -> (y: [Float], Pass) {
        var y = linear(x, compute)
        let normPass = norm.train(&y)
        var factors = [Float](repeating: 1, count: y.count)
        let kept = 1 / (1 - dropout)
        for index in y.indices {
            if hasReLU, y[index] <= 0 { factors[index] = 0 }
            if dropout > 0 { factors[index] *= random.randomSample() < Double(dropout) ? 0 : kept }
            y[index] *= factors[index]
        }
        return (y, Pass(input: x, norm: normPass, factors: factors))
    }

    /// The gradients of the weights, and of the input if asked for.
    func backward(
        _ gradient: [Float], _ pass: Pass, toInput: Bool, _ compute: Compute
    ) -> (Gradient, input: [Float]) {
        var dy = gradient
        for index in dy.indices { dy[index] *= pass.factors[index] }
        let (gain, offset) = norm.backward(&dy, pass.norm)
        let rows = dy.count / outputs
        var dw = [Float](repeating: 0, count: weights.count)
        var db = [Float](repeating: 0, count: outputs)
        for row in 0..<rows { for column in 0..<outputs { db[column] += dy[row * outputs + column] } }
        var dx = toInput ? [Float](repeating: 0, count: rows * inputs) : []
        dy.withUnsafeBufferPointer { dy in
            let view = MatrixView(dy.baseAddress!, rows: rows, columns: outputs)
            pass.input.withUnsafeBufferPointer { x in
                dw.withUnsafeMutableBufferPointer { dw in
                    compute.multiply(
                        view.transposed, MatrixView(x.baseAddress!, rows: rows, columns: inputs),
                        into: MatrixTarget(dw.baseAddress!, rows: outputs, columns: inputs),
                        in: ProductMemory())
                }
            }
            guard toInput else { return }
            weights.withUnsafeBufferPointer { w in
                dx.withUnsafeMutableBufferPointer { dx in
                    compute.multiply(
                        view, MatrixView(w.baseAddress!, rows: outputs, columns: inputs),
                        into: MatrixTarget(dx.baseAddress!, rows: rows, columns: inputs), in: ProductMemory())
                }
            }
        }
        return (Gradient(weights: dw, bias: db, gain: gain, offset: offset), dx)
    }

    private func linear(_ x: [Float], _ compute: Compute) -> [Float] {
        let rows = x.count / inputs
        var y = [Float](repeating: 0, count: rows * outputs)
        guard rows > 0 else { return y }
        for row in 0..<rows { for column in 0..<outputs { y[row * outputs + column] = bias[column] } }
        x.withUnsafeBufferPointer { x in
            weights.withUnsafeBufferPointer { w in
                y.withUnsafeMutableBufferPointer { y in
                    compute.multiply(
                        MatrixView(x.baseAddress!, rows: rows, columns: inputs),
                        MatrixView(w.baseAddress!, rows: outputs, columns: inputs).transposed,
                        into: MatrixTarget(y.baseAddress!, rows: rows, columns: outputs), adding: true,
                        in: ProductMemory())
                }
            }
        }
        return y
    }
}
