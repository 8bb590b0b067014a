package import CLIPNumerics
package import CLIPWeights

/// An executor that computes nothing: building a network for it asks a checkpoint for every name and shape
/// and reads no weight. So everything that can be wrong shows before the first picture, and a tower that
/// is never used is never read.
package struct ShapeCheck: Ops {
    package typealias Value = Void
    package typealias Preparation = NoPreparation

    /// Prepares nothing.
    package struct NoPreparation: ParameterPreparation {
        package func linear(_ pieces: [LinearPiece], role: LinearRole) {}
        package func convolution(_ weight: WeightTensor, norm: BatchNormTensors?, stride: Int, padding: Int) {
        }
        package func layerNorm(
            gain: WeightTensor, offset: WeightTensor, epsilon: Float, role: NormRole
        ) {}
        package func table(_ tensor: WeightTensor) {}
        package func positions(_ tensor: WeightTensor, _ resizing: PositionResizing) {}
    }

    package func linear(_ x: Void, _ weights: Void, activation: Activation, residual: Void?) {}
    package func convolution(_ x: Void, _ weights: Void, activation: Activation, residual: Void?) {}
    package func layerNorm(_ x: Void, _ norm: Void) {}
    package func attention(
        queries: Void, keysAndValues: Void, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) {}
    package func averagePool(_ x: Void, window: Int) {}
    package func embed(_ tokens: TokenBatch, table: Void, positions: Void) {}
    package func prependToken(_ token: Void, to x: Void, positions: Void) {}
    package func prependMean(to x: Void, positions: Void) {}
    package func rows(_ x: Void, at selection: RowSelection) {}
    package func patchMean(_ x: Void) {}
    package func note(_ x: Void, _ name: @autoclosure () -> String) {}
}
