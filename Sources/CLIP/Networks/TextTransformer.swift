internal import CLIPNumerics

/// CLIP's text encoder: a transformer over byte-pair tokens, causal nearly always, read off at the end-of-text
/// token (Radford et al. 2021, §2.4; open_clip `transformer.py`).
package struct TextTransformer<O: Ops>: Sendable {
    private let tokens, positions: O.Table
    private let transformer: Transformer<O>
    private let norm: O.LayerNorm
    private let projection: O.Linear?
    private let mask: AttentionMask

    init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.Text, embedding: Int) {
        let width = sizes.width
        tokens = load["token_embedding"].table("weight", [sizes.vocabularySize, width])
        positions = load.table("positional_embedding", [sizes.contextLength, width])
        transformer = Transformer(load["transformer"], TransformerSizes(sizes))
        norm = load["ln_final"].layerNorm(width, epsilon: sizes.epsilon, role: .trunk)
        switch sizes.projection {
        case .matrix: projection = load.projection("text_projection", width, embedding)
        case .affine: projection = load["text_projection"].linear(width, embedding, role: .embedding)
        case .none: projection = nil
        }
        mask = sizes.isCausal ? .causal : .none
    }

    /// - Parameter batch: token ids, `[B, T]`, T up to the context length.
    /// - Returns: `[B, 1, E]`, of any length.
    func callAsFunction(_ batch: TokenBatch, in ops: O) -> O.Value {
        let end = blocks(batch, keeping: .at(batch.ends), in: ops)
        let normed = ops.layerNorm(end, norm)  // [B, 1, D]
        ops.note(normed, "ln_final")
        return projection.map { ops.linear(normed, $0) } ?? normed
    }

    /// All tokens before the blocks or behind some of them, as transformers counts its `hidden_states`.
    /// - Parameters:
    ///   - batch: token ids, `[B, T]`, T up to the context length.
    ///   - depth: how many blocks to go through.
    /// - Returns: `[B, T, D]`
    func hidden(_ batch: TokenBatch, depth: Int, in ops: O) -> O.Value {
        blocks(batch, keeping: nil, depth: depth, in: ops)
    }

    private func blocks(
        _ batch: TokenBatch, keeping kept: RowSelection?, depth: Int? = nil, in ops: O
    ) -> O.Value {
        let embedded = ops.embed(batch, table: tokens, positions: positions)  // [B, T, D]
        ops.note(embedded, "embeddings")
        return transformer(embedded, mask: mask, keeping: kept, depth: depth, in: ops)
    }
}
