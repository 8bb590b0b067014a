internal import CLIPData
internal import CLIPNumerics

/// The network of the write-ups for *C* classes: Linear to 5 C, batch norm, ReLU, dropout 0.25; twice Linear from 5 C to
/// 5 C, batch norm, ReLU, with dropout 0.3 behind the second; Linear to C, batch norm.
struct Perceptron: Sendable {
    var layers: [DenseLayer]

    init(layers: [DenseLayer]) { self.layers = layers }

    init(inputs: Int, classes: Int, _ random: inout RandomState) {
        layers = Self.forms(inputs: inputs, classes: classes).map {
            DenseLayer(
                inputs: $0.inputs, outputs: $0.outputs, hasReLU: $0.hasReLU, dropout: $0.dropout, &random)
        }
    }

    struct Form {
        let inputs: Int, outputs: Int, hasReLU: Bool, dropout: Float
    }

    /// The layers' sizes.
    static func forms(inputs: Int, classes: Int) -> [Form] {
        let width = 5 * classes
        return [
            Form(inputs: inputs, outputs: width, hasReLU: true, dropout: 0.25),
            Form(inputs: width, outputs: width, hasReLU: true, dropout: 0),
            Form(inputs: width, outputs: width, hasReLU: true, dropout: 0.3),
            Form(inputs: width, outputs: classes, hasReLU: false, dropout: 0),
        ]
    }

    /// More weights are refused: half a gigabyte of them, and five times as much while they are trained, with gradient,
    /// both moments of Adam and the best epoch so far. ImageNet's 1,000 classes make 57 million.
    static let mostWeights = 1 << 27

    /// How many weights the layers have.
    static func weights(inputs: Int, classes: Int) -> Int {
        forms(inputs: inputs, classes: classes).reduce(0) { $0 + $1.inputs * $1.outputs }
    }

    /// Logits of rows, `[rows, classes]`.
    func apply(_ x: [Float], _ compute: Compute) -> [Float] {
        layers.reduce(x) { $1.apply($0, compute) }
    }

    /// What the optimiser remembers of each layer's lists.
    struct Memory {
        fileprivate var moments: [[Adam.Moments]]

        init(_ network: Perceptron) {
            moments = network.layers.map { layer in
                [layer.weights.count, layer.bias.count, layer.outputs, layer.outputs].map(Adam.Moments.init)
            }
        }
    }

    /// One step by a batch of at least two rows.
    /// - Returns: the batch's loss.
    mutating func step(
        _ x: [Float], _ labels: ArraySlice<Int>, by adam: Adam, _ memory: inout Memory,
        _ random: inout RandomState, _ compute: Compute
    ) -> Double {
        var y = x
        var passes: [DenseLayer.Pass] = []
        for index in layers.indices {
            let (output, pass) = layers[index].train(y, &random, compute)
            passes.append(pass)
            y = output
        }
        let loss = crossEntropy(&y, labels)
        for index in layers.indices.reversed() {
            let (gradient, input) = layers[index].backward(y, passes[index], toInput: index > 0, compute)
            adam.step(&layers[index].weights, gradient.weights, &memory.moments[index][0], compute)
            adam.step(&layers[index].bias, gradient.bias, &memory.moments[index][1], compute)
            adam.step(&layers[index].norm.gain, gradient.gain, &memory.moments[index][2], compute)
            adam.step(&layers[index].norm.offset, gradient.offset, &memory.moments[index][3], compute)
            y = input
        }
        return loss
    }
}
