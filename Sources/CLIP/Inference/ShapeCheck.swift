public import CLIPNumerics
public import CLIPWeights

/// An executor that computes nothing: building a network for it asks a checkpoint for every name and shape
/// and reads no weight. So everything that can be wrong shows before the first picture, and a tower that
/// is never used is never read.
public struct ShapeCheck: Ops {
    public typealias Value = Void
    public typealias Preparation = NoPreparation

    /// Prepares nothing.
    public struct NoPreparation: ParameterPreparation {
        public func linear(_ pieces: [LinearPiece]) {}
        public func convolution(_ weight: WeightTensor, norm: BatchNormTensors?, stride: Int, padding: Int) {}
        public func layerNorm(gain: WeightTensor, offset: WeightTensor, epsilon: Float) {}
        public func table(_ tensor: WeightTensor) {}
    }

    public func linear(_ x: Void, _ weights: Void, activation: Activation, residual: Void?) {}
    public func convolution(_ x: Void, _ weights: Void, activation: Activation, residual: Void?) {}
    public func layerNorm(_ x: Void, _ norm: Void) {}
    public func attention(
        queries: Void, keysAndValues: Void, heads: Int, mask: AttentionMask, positions: RowSelection?
    ) {}
    public func averagePool(_ x: Void, window: Int) {}
    public func embed(_ tokens: TokenBatch, table: Void, positions: Void) {}
    public func prependToken(_ token: Void, to x: Void, positions: Void) {}
    public func prependMean(to x: Void, positions: Void) {}
    public func rows(_ x: Void, at selection: RowSelection) {}
    public func note(_ x: Void, _ name: @autoclosure () -> String) {}
}
