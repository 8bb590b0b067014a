import CLIP
import CLIPData
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIPProbes

@Suite("Training steps are PyTorch's")
struct TrainingTests {
    private let golden: Golden

    init() throws { golden = try Golden(named: "probes/torch") }

    private func close(_ found: [Float], _ name: String, to bound: Float) throws {
        let expected = try golden.floats(name)
        #expect(found.count == expected.count)
        let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= bound, "\(name): \(difference)")
    }

    @Test("of the multi-layer head: batch norm, cross-entropy, Adam")
    func perceptron() throws {
        let compute = Compute(threads: 2)
        let forms = Perceptron.forms(inputs: 12, classes: 4)
        var network = Perceptron(
            layers: try forms.enumerated().map { index, form in
                func floats(_ name: String) throws -> [Float] {
                    try golden.floats("mlp.start.\(index).\(name)")
                }
                let zeros = [Float](repeating: 0, count: form.outputs)
                return DenseLayer(
                    inputs: form.inputs, outputs: form.outputs, weights: try floats("weights"),
                    bias: try floats("bias"),
                    norm: BatchNorm(
                        gain: try floats("gain"), offset: try floats("offset"), mean: zeros,
                        variance: zeros.map { _ in 1 }),
                    hasReLU: form.hasReLU, dropout: 0)
            })
        var memory = Perceptron.Memory(network)
        var random = RandomState(seed: 0)
        let (x, y) = (try golden.floats("mlp.x"), try golden.integers("mlp.y"))
        let (rows, adam) = (y.count / 3, Adam(rate: 0.01))
        let losses = (0..<3).map { step in
            Float(
                network.step(
                    Array(x[step * rows * 12..<(step + 1) * rows * 12]), y[step * rows..<(step + 1) * rows],
                    by: adam, &memory, &random, compute))
        }
        try close(losses, "mlp.losses", to: 1e-5)
        // Adam's first steps are the rate times a sign: where a gradient is next to nothing, rounding decides it. The
        // bias in front of a batch norm has no gradient at all, and so is no test of anything.
        for (index, layer) in network.layers.enumerated() {
            try close(layer.weights, "mlp.end.\(index).weights", to: 1e-3)
            try close(layer.norm.gain, "mlp.end.\(index).gain", to: 1e-4)
            try close(layer.norm.offset, "mlp.end.\(index).offset", to: 1e-4)
            try close(layer.norm.variance, "mlp.end.\(index).variance", to: 1e-4)
        }
    }

    @Test("of Tip-Adapter: its formula, and its keys' AdamW")
    func tipAdapter() throws {
        func matrix(_ name: String, scale: Float = 1) throws -> EmbeddingMatrix {
            let shape = try golden.shape(name)
            return EmbeddingMatrix(
                rows: shape[0], dimension: shape[1], values: try golden.floats(name).map { $0 * scale })
        }
        func number(_ name: String) throws -> Float {
            try #require(golden.metadata[name].flatMap { Float($0) })
        }
        let head = CacheHead(
            text: try matrix("tip.text", scale: try number("scale")), keys: try matrix("tip.keys"),
            labels: try golden.integers("tip.labels"), alpha: try number("alpha"), beta: try number("beta"))
        let (x, y) = (try golden.floats("tip.x"), try golden.integers("tip.y"))
        let (width, rows, compute) = (head.dimension, y.count / 3, Compute(threads: 2))
        func batch(_ step: Int) -> EmbeddingMatrix {
            EmbeddingMatrix(
                rows: rows, dimension: width,
                values: Array(x[step * rows * width..<(step + 1) * rows * width]))
        }
        try close(head.logits(of: batch(0), compute: compute), "tip.logits", to: 2e-5)
        var training = CacheTraining(head, steps: 3)
        let losses = (0..<3).map { step in
            Float(training.step(batch(step), y[step * rows..<(step + 1) * rows], compute))
        }
        try close(losses, "tip.losses", to: 1e-5)
        try close(training.head.keys.values, "tip.trained", to: 2e-6)
    }
}
