package import CLIPWeights

/// A cursor in a checkpoint that asks for name and shape and hands the tensors to an executor's
/// preparation: a network's constructor mirrors the tree of names.
///
/// What is missing or misshapen is collected by the store and reported once, all together.
package struct ParameterLoader<O: Ops>: Sendable {
    let weights: WeightCursor
    let preparation: O.Preparation

    package init(_ weights: WeightCursor, _ preparation: O.Preparation) {
        self.weights = weights
        self.preparation = preparation
    }

    /// The canonical name of this place, as in `visual.transformer.resblocks.0`.
    var name: String { String(weights.path.dropLast()) }

    subscript(_ name: String) -> ParameterLoader {
        ParameterLoader(weights[name], preparation)
    }

    /// `weight` `[outputs, inputs]` and `bias` `[outputs]` under this cursor, multiplied by a layer scale
    /// where there is one.
    func linear(
        _ inputs: Int, _ outputs: Int, scale: WeightTensor? = nil, role: LinearRole = .hidden
    ) -> O.Linear {
        preparation.linear([piece(inputs, outputs, scale)], role: role)
    }

    /// A layer scale, `gamma` `[width]`, under this name (Touvron et al. 2021).
    func layerScale(_ name: String, _ width: Int) -> WeightTensor {
        weights[name].tensor("gamma", shape: [width])
    }

    /// Several maps of one input, their outputs side by side.
    func stacked(_ names: [String], _ inputs: Int, _ outputs: Int, role: LinearRole) -> O.Linear {
        preparation.linear(names.map { self[$0].piece(inputs, outputs) }, role: role)
    }

    private func piece(_ inputs: Int, _ outputs: Int, _ scale: WeightTensor? = nil) -> LinearPiece {
        LinearPiece(
            weight: weights.tensor("weight", shape: [outputs, inputs]),
            bias: weights.tensor("bias", shape: [outputs]), scale: scale, outputs: 0..<outputs,
            isTransposed: false)
    }

    /// Some outputs of a map stored under two names of its own: `in_proj_weight`, `in_proj_bias`.
    func slice(
        _ weight: String, _ bias: String, of total: Int, outputs: Range<Int>, inputs: Int
    ) -> O.Linear {
        let piece = LinearPiece(
            weight: weights.tensor(weight, shape: [total, inputs]),
            bias: weights.tensor(bias, shape: [total]),
            scale: nil, outputs: outputs, isTransposed: false)
        return preparation.linear([piece], role: .hidden)
    }

    /// A projection without bias, stored `[inputs, outputs]`.
    func projection(_ name: String, _ inputs: Int, _ outputs: Int) -> O.Linear {
        let piece = LinearPiece(
            weight: weights.tensor(name, shape: [inputs, outputs]), bias: nil, scale: nil,
            outputs: 0..<outputs,
            isTransposed: true)
        return preparation.linear([piece], role: .head)
    }

    /// The filter `conv.weight` and the batch norm `norm`, or no norm.
    func convolution(
        _ filter: String, norm: String?, _ channels: Int, _ outputs: Int, kernel: Int, stride: Int = 1,
        padding: Int = 0
    ) -> O.Convolution {
        let weight = weights[filter].tensor("weight", shape: [outputs, channels, kernel, kernel])
        let statistics = norm.map { name in
            let norm = weights[name]
            return BatchNormTensors(
                gain: norm.tensor("weight", shape: [outputs]), offset: norm.tensor("bias", shape: [outputs]),
                mean: norm.tensor("running_mean", shape: [outputs]),
                variance: norm.tensor("running_var", shape: [outputs]), epsilon: 1e-5)
        }
        return preparation.convolution(weight, norm: statistics, stride: stride, padding: padding)
    }

    /// Gain and offset, `[width]`.
    func layerNorm(_ width: Int, epsilon: Float, role: NormRole) -> O.LayerNorm {
        preparation.layerNorm(
            gain: weights.tensor("weight", shape: [width]), offset: weights.tensor("bias", shape: [width]),
            epsilon: epsilon, role: role)
    }

    /// Positions of a class token and a grid of patches, `[1 + from², width]` in the checkpoint.
    func positions(_ name: String, _ resizing: PositionResizing, width: Int) -> O.Table {
        let tensor = weights.tensor(name, shape: [1 + resizing.from * resizing.from, width])
        return resizing.from == resizing.to
            ? preparation.table(tensor) : preparation.positions(tensor, resizing)
    }

    /// Vectors to look up or add.
    func table(_ name: String, _ shape: [Int]) -> O.Table {
        preparation.table(weights.tensor(name, shape: shape))
    }
}
