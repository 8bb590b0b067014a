internal import CLIPNumerics

/// The vision transformer as CLIP uses it: patches, a class token, a norm before the blocks and one
/// behind them (Dosovitskiy et al. 2021; Radford et al. 2021, §2.4; open_clip `transformer.py`).
package struct VisionTransformer<O: Ops>: Sendable {
    private let patches: O.Convolution
    private let classToken, positions: O.Table
    private let preNorm, postNorm: O.LayerNorm
    private let transformer: Transformer<O>
    private let projection: O.Linear

    init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.VisionTransformer, embedding: Int) {
        let (width, epsilon) = (sizes.width, sizes.epsilon)
        patches = load.convolution(
            "conv1", norm: nil, 3, width, kernel: sizes.patchSize, stride: sizes.patchSize)
        classToken = load.table("class_embedding", [width])
        positions = load.table("positional_embedding", [sizes.tokens, width])
        preNorm = load["ln_pre"].layerNorm(width, epsilon: epsilon)
        transformer = Transformer(load["transformer"], TransformerSizes(sizes))
        postNorm = load["ln_post"].layerNorm(width, epsilon: epsilon)
        projection = load.projection("proj", width, embedding)
    }

    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, E]`, of any length.
    func callAsFunction(_ pixels: O.Value, in ops: O) -> O.Value {
        let grid = ops.convolution(pixels, patches, activation: .identity)  // [B, R/P, R/P, D]
        ops.note(grid, "visual.conv1")
        let embedded = ops.prependToken(classToken, to: grid, positions: positions)  // [B, T, D]
        ops.note(embedded, "visual.embeddings")
        let normed = ops.layerNorm(embedded, preNorm)
        ops.note(normed, "visual.ln_pre")
        let token = transformer(normed, mask: .none, keeping: .first, in: ops)
        let pooled = ops.layerNorm(token, postNorm)  // [B, 1, D]
        ops.note(pooled, "visual.ln_post")
        return ops.linear(pooled, projection)
    }
}
