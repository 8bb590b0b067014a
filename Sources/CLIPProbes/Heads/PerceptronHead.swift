public import CLIP
public import CLIPNumerics

/// The multi-layer head of the write-ups, on features or on the logits that words give.
public struct PerceptronHead: ProbeHead {
    /// `"mlp"`
    public static let kind = "mlp"
    let network: Perceptron
    /// The words whose logits it takes, `[classes, D]`, times exp(logit_scale); nil if it takes features.
    let text: EmbeddingMatrix?

    /// Numbers per example, D.
    public var dimension: Int { text?.dimension ?? network.layers[0].inputs }
    /// How many classes there are.
    public var classes: Int { network.layers[3].outputs }

    /// The network's output.
    public func logits(of features: EmbeddingMatrix, compute: Compute) -> [Float] {
        network.apply(Self.inputs(features, text, compute), compute)
    }

    /// What the network takes: the words' logits, or the features as they are.
    static func inputs(_ features: EmbeddingMatrix, _ text: EmbeddingMatrix?, _ compute: Compute) -> [Float] {
        text.map { features.unitRows(compute).products(withRowsOf: $0, compute: compute) } ?? features.values
    }

    /// The layers, and the words.
    public var parts: HeadParts {
        var parts = HeadParts()
        if let text { parts["text"] = text }
        for (index, layer) in network.layers.enumerated() {
            parts["\(index).weights"] = EmbeddingMatrix(
                rows: layer.outputs, dimension: layer.inputs, values: layer.weights)
            for (name, values) in [
                ("bias", layer.bias), ("gain", layer.norm.gain), ("offset", layer.norm.offset),
                ("mean", layer.norm.mean), ("variance", layer.norm.variance),
            ] {
                parts["\(index).\(name)"] = EmbeddingMatrix(rows: 1, dimension: layer.outputs, values: values)
            }
        }
        return parts
    }

    init(network: Perceptron, text: EmbeddingMatrix?) { (self.network, self.text) = (network, text) }

    /// A head that was written.
    public init(_ parts: HeadParts) throws(ProbeError) {
        text = parts["text"]
        let first = try parts.matrix("0.weights")
        let forms = Perceptron.forms(inputs: first.dimension, classes: try parts.matrix("3.weights").rows)
        guard text.map({ $0.rows == first.dimension }) ?? true else {
            throw ProbeError("its first layer does not take the logits of its words")
        }
        var layers: [DenseLayer] = []
        for (index, form) in forms.enumerated() {
            func row(_ name: String) throws(ProbeError) -> [Float] {
                try parts.matrix("\(index).\(name)", rows: 1, columns: form.outputs).values
            }
            let norm = BatchNorm(
                gain: try row("gain"), offset: try row("offset"), mean: try row("mean"),
                variance: try row("variance"))
            guard norm.variance.allSatisfy({ $0 >= 0 }) else {
                throw ProbeError("the tensor \"\(index).variance\" holds negative numbers")
            }
            layers.append(
                DenseLayer(
                    inputs: form.inputs, outputs: form.outputs,
                    weights: try parts.matrix("\(index).weights", rows: form.outputs, columns: form.inputs)
                        .values,
                    bias: try row("bias"), norm: norm, hasReLU: form.hasReLU, dropout: form.dropout))
        }
        network = Perceptron(layers: layers)
    }
}
