internal import CLIPNumerics

/// The vision transformer as CLIP uses it: patches, a class token, a norm before the blocks and one
/// behind them (Dosovitskiy et al. 2021; Radford et al. 2021, §2.4; open_clip `transformer.py`). Some later
/// ones leave the first norm out and take the patches' mean (Li et al. 2023, "CLIPA").
package struct VisionTransformer<O: Ops>: Sendable {
    let patches: O.Convolution
    private let classToken, positions: O.Table
    private let preNorm: O.LayerNorm?
    private let postNorm: O.LayerNorm
    private let transformer: Transformer<O>
    private let projection: O.Linear
    private let pooling: ModelConfiguration.VisionPooling

    init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.VisionTransformer, embedding: Int) {
        let (width, epsilon) = (sizes.width, sizes.epsilon)
        patches = load.convolution(
            "conv1", norm: nil, 3, width, kernel: sizes.patchSize, stride: sizes.patchSize)
        classToken = load.table("class_embedding", [width])
        positions = load.positions("positional_embedding", sizes.positionResizing, width: width)
        preNorm = sizes.hasPreNorm ? load["ln_pre"].layerNorm(width, epsilon: epsilon, role: .trunk) : nil
        transformer = Transformer(load["transformer"], TransformerSizes(sizes))
        postNorm = load["ln_post"].layerNorm(width, epsilon: epsilon, role: .trunk)
        projection = load.projection("proj", width, embedding)
        pooling = sizes.pooling
    }

    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, E]`, of any length.
    func callAsFunction(_ pixels: O.Value, in ops: O) -> O.Value {
        ops.linear(pooled(pixels, in: ops), projection)
    }

    /// The picture before the projection.
    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, D]`
    func pooled(_ pixels: O.Value, in ops: O) -> O.Value {
        switch pooling {
        case .classToken: normed(blocks(pixels, keeping: .first, in: ops), in: ops)
        case .meanOfNormedPatches: ops.patchMean(normed(blocks(pixels, keeping: nil, in: ops), in: ops))
        case .normOfPatchMean: normed(ops.patchMean(blocks(pixels, keeping: nil, in: ops)), in: ops)
        }
    }

    /// All tokens before the blocks or behind some of them, as transformers counts its `hidden_states`.
    /// - Parameters:
    ///   - pixels: normalised pictures, `[B, R, R, 3]`
    ///   - depth: how many blocks to go through.
    /// - Returns: `[B, T, D]`
    func hidden(_ pixels: O.Value, depth: Int, in ops: O) -> O.Value {
        blocks(pixels, keeping: nil, depth: depth, in: ops)
    }

    private func normed(_ x: O.Value, in ops: O) -> O.Value {
        let result = ops.layerNorm(x, postNorm)
        ops.note(result, "visual.ln_post")
        return result
    }

    private func blocks(
        _ pixels: O.Value, keeping kept: RowSelection?, depth: Int? = nil, in ops: O
    ) -> O.Value {
        let grid = ops.convolution(pixels, patches, activation: .identity)  // [B, R/P, R/P, D]
        ops.note(grid, "visual.conv1")
        var tokens = ops.prependToken(classToken, to: grid, positions: positions)  // [B, T, D]
        ops.note(tokens, "visual.embeddings")
        if let preNorm {
            tokens = ops.layerNorm(tokens, preNorm)
            ops.note(tokens, "visual.ln_pre")
        }
        return transformer(tokens, mask: .none, keeping: kept, depth: depth, in: ops)
    }
}
