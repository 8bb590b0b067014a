internal import CLIPNumerics

/// CLIP's text encoder: a transformer over byte-pair tokens, causal nearly always, read off at the end-of-text
/// token (Radford et al. 2021, §2.4; open_clip `transformer.py`).
package struct TextTransformer<O: Ops>: Sendable {
    private let tokens, positions: O.Table
    private let transformer: Transformer<O>
    private let norm: O.LayerNorm
    private let projection: O.Linear?

    init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.Text, embedding: Int) {
        let width = sizes.width
        tokens = load["token_embedding"].table("weight", [sizes.vocabularySize, width])
        positions = load.table("positional_embedding", [sizes.contextLength, width])
        transformer = Transformer(load["transformer"], TransformerSizes(sizes))
        norm = load["ln_final"].layerNorm(width, epsilon: sizes.epsilon, role: .trunk)
        switch sizes.projection {
        case .matrix: projection = load.projection("text_projection", width, embedding)
        case .affine: projection = load["text_projection"].linear(width, embedding, role: .head)
        case .none: projection = nil
        }
    }

    /// - Parameter batch: token ids of B texts.
    /// - Returns: the rows of B embeddings, `[B, 1, E]` or `[1, B, E]`, of any length.
    func callAsFunction(_ batch: TokenBatch, in ops: O) -> O.Value {
        let end = blocks(batch, keeping: batch.ends, in: ops)
        let normed = ops.layerNorm(end, norm)  // [B, D]
        ops.note(normed, "ln_final")
        return projection.map { ops.linear(normed, $0) } ?? normed
    }

    /// All tokens before the blocks or behind some of them, as transformers counts its `hidden_states`.
    /// - Parameters:
    ///   - batch: token ids, whole texts.
    ///   - depth: how many blocks to go through.
    /// - Returns: the rows of B texts of T tokens each.
    func hidden(_ batch: TokenBatch, depth: Int, in ops: O) -> O.Value {
        blocks(batch, keeping: nil, depth: depth, in: ops)
    }

    private func blocks(
        _ batch: TokenBatch, keeping kept: RowSelection?, depth: Int? = nil, in ops: O
    ) -> O.Value {
        let embedded = ops.embed(batch, table: tokens, positions: positions)  // [1, N, D]
        ops.note(embedded, "embeddings")
        return transformer(embedded, mask: batch.mask, keeping: kept, depth: depth, in: ops)
    }
}
