package import CLIPWeights

/// Brings tensors of a checkpoint into an executor's form.
///
/// Names and shapes have been checked when these are called, so nothing here can fail.
package protocol ParameterPreparation: Sendable {
    /// See ``Ops/Linear``.
    associatedtype Linear: Sendable
    /// See ``Ops/Convolution``.
    associatedtype Convolution: Sendable
    /// See ``Ops/LayerNorm``.
    associatedtype LayerNorm: Sendable
    /// See ``Ops/Table``.
    associatedtype Table: Sendable

    /// The rows of all pieces, one below the other, as one map.
    func linear(_ pieces: [LinearPiece], role: LinearRole) -> Linear
    /// A filter `[outputs, channels, kernel, kernel]`, with a batch norm behind it or a bias or neither.
    func convolution(_ weight: WeightTensor, norm: BatchNormTensors?, stride: Int, padding: Int)
        -> Convolution
    /// Gain and offset, `[D]` each.
    func layerNorm(gain: WeightTensor, offset: WeightTensor, epsilon: Float, role: NormRole) -> LayerNorm
    /// Vectors `[count, D]`, or one `[D]`.
    func table(_ tensor: WeightTensor) -> Table
    /// Positions of a class token and a grid of patches, brought to another grid.
    func positions(_ tensor: WeightTensor, _ resizing: PositionResizing) -> Table
}

/// Where a linear map stands in a network, for executors that round some of them.
package enum LinearRole: Sendable {
    /// Inside a block: its error is one of many, and averaged out.
    case hidden
    /// Where attention pools a residual network's pixels: little work, and close to the embedding.
    case sensitive
    /// Behind all blocks: little work, and its error is the embedding's.
    case head
}

/// Where a layer norm stands in a network.
package enum NormRole: Sendable {
    /// Before products of this role, and read by them alone.
    case before(LinearRole)
    /// Before or behind all blocks.
    case trunk
}

/// A part of a linear map: some rows of a tensor.
package struct LinearPiece: Sendable {
    /// `[outputs, inputs]`, or `[inputs, outputs]` if transposed.
    package let weight: WeightTensor
    /// `[outputs]`
    package let bias: WeightTensor?
    /// What each output is multiplied by, `[outputs]`: a layer scale.
    package let scale: WeightTensor?
    /// The outputs that are taken.
    package let outputs: Range<Int>
    /// Whether the tensor stores inputs as rows, as CLIP's projections do.
    package let isTransposed: Bool
}

/// Batch norm at inference: `(x − mean) / √(variance + ε) · gain + offset` per channel (Ioffe and Szegedy
/// 2015).
package struct BatchNormTensors: Sendable {
    /// `[C]` each.
    package let gain, offset, mean, variance: WeightTensor
    /// Added to the variance.
    package let epsilon: Float
}
