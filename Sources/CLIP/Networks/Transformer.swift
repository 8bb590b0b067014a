internal import CLIPNumerics

/// One pre-norm block: `h = x + attention(norm(x))`, then `h + mlp(norm(h))` (Radford et al. 2021, §2.4).
/// Where a checkpoint scales what the branches add, the factors are part of their last linear maps.
package struct ResidualAttentionBlock<O: Ops>: Sendable {
    private let attentionNorm, mlpNorm: O.LayerNorm
    private let attention: SelfAttention<O>
    private let expand, contract: O.Linear
    private let activation: Activation
    private let name: String

    init(_ load: ParameterLoader<O>, _ sizes: TransformerSizes) {
        attentionNorm = load["ln_1"].layerNorm(sizes.width, epsilon: sizes.epsilon, role: .before(.hidden))
        attention = SelfAttention(
            load["attn"], width: sizes.width, heads: sizes.heads,
            scale: sizes.hasLayerScale ? load.layerScale("ls_1", sizes.width) : nil)
        mlpNorm = load["ln_2"].layerNorm(sizes.width, epsilon: sizes.epsilon, role: .before(.hidden))
        expand = load["mlp"]["c_fc"].linear(sizes.width, sizes.mlpWidth)
        contract = load["mlp"]["c_proj"].linear(
            sizes.mlpWidth, sizes.width,
            scale: sizes.hasLayerScale ? load.layerScale("ls_2", sizes.width) : nil)
        activation = sizes.activation
        name = load.name
    }

    /// - Parameters:
    ///   - x: `[B, T, D]`; paths lie in `[1, N, D]`.
    ///   - kept: the rows whose result is wanted; all if nil.
    /// - Returns: `[B, T, D]`, or what is kept of it: one row for each sequence.
    func callAsFunction(_ x: O.Value, mask: AttentionMask, keeping kept: RowSelection?, in ops: O) -> O.Value
    {
        let residual = kept.map { ops.rows(x, at: $0) } ?? x
        let h = attention(
            ops.layerNorm(x, attentionNorm), mask: mask, keeping: kept, residual: residual, in: ops)
        ops.note(h, "\(name).attention")
        let hidden = ops.linear(ops.layerNorm(h, mlpNorm), expand, activation: activation, residual: nil)
        let result = ops.linear(hidden, contract, activation: .identity, residual: h)
        ops.note(result, name)
        return result
    }
}

/// What a transformer is built from, in either tower.
struct TransformerSizes {
    let width: Int, layers: Int, heads: Int, mlpWidth: Int
    let activation: Activation
    let epsilon: Float
    let hasLayerScale: Bool

    init(_ tower: ModelConfiguration.VisionTransformer) {
        (width, layers, heads, mlpWidth) = (tower.width, tower.layers, tower.heads, tower.mlpWidth)
        (activation, epsilon) = (Activation(tower.activation), tower.epsilon)
        hasLayerScale = tower.hasLayerScale
    }

    init(_ tower: ModelConfiguration.Text) {
        (width, layers, heads, mlpWidth) = (tower.width, tower.layers, tower.heads, tower.mlpWidth)
        (activation, epsilon) = (Activation(tower.activation), tower.epsilon)
        hasLayerScale = tower.hasLayerScale
    }
}

extension Activation {
    init(_ activation: ModelConfiguration.Activation) {
        switch activation {
        case .quickGELU: self = .quickGELU
        case .gelu: self = .gelu
        case .tanhGELU: self = .tanhGELU
        }
    }
}

/// A stack of blocks.
///
/// Where one row per sequence is wanted, only that row needs its query, projections and hidden layer in the
/// last block, so nothing else is computed there: the same result for less work.
package struct Transformer<O: Ops>: Sendable {
    private let blocks: [ResidualAttentionBlock<O>]

    init(_ load: ParameterLoader<O>, _ sizes: TransformerSizes) {
        blocks = (0..<sizes.layers).map { layer in
            ResidualAttentionBlock(load["resblocks"]["\(layer)"], sizes)
        }
    }

    /// - Parameters:
    ///   - x: `[B, T, D]`; paths lie in `[1, N, D]`.
    ///   - kept: the rows whose result is wanted; all if nil.
    ///   - depth: how many of the blocks to go through; all if nil.
    /// - Returns: `[B, T, D]`, or what is kept of it: one row for each sequence.
    func callAsFunction(
        _ x: O.Value, mask: AttentionMask, keeping kept: RowSelection?, depth: Int? = nil, in ops: O
    ) -> O.Value {
        var x = x
        for (index, block) in blocks.prefix(depth ?? blocks.count).enumerated() {
            let isLast = index == blocks.count - 1
            x = block(x, mask: mask, keeping: isLast ? kept : nil, in: ops)
        }
        return x
    }
}
