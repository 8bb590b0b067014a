internal import CLIPNumerics

/// CLIP's text encoder: a transformer over byte-pair tokens, causal nearly always, read off at the end-of-text
/// token (Radford et al. 2021, §2.4; open_clip `transformer.py`).
package struct TextTransformer<O: Ops>: Sendable {
    private let tokens, positions: O.Table
    private let transformer: Transformer<O>
    private let norm: O.LayerNorm
    private let projection: O.Linear?

    package init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.Text, embedding: Int) {
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
        self(batch, in: ops) { ops.embed(batch, table: $0, positions: $1) }
    }

    /// The same behind the token embedding, where learned vectors may stand in place of some tokens'.
    /// - Parameters:
    ///   - batch: token ids of B texts; those that are replaced count as what their texts have in common.
    ///   - embed: makes the rows that enter the blocks, `[1, N, D]` or `[B, T, D]`, of the tables of tokens and
    ///     positions.
    /// - Returns: the rows of B embeddings, `[B, 1, E]` or `[1, B, E]`, of any length.
    package func callAsFunction(
        _ batch: TokenBatch, in ops: O, embed: (_ tokens: O.Table, _ positions: O.Table) -> O.Value
    ) -> O.Value {
        let end = blocks(batch, embed(tokens, positions), keeping: batch.ends, in: ops)
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
        blocks(
            batch, ops.embed(batch, table: tokens, positions: positions), keeping: nil, depth: depth, in: ops)
    }

    private func blocks(
        _ batch: TokenBatch, _ embedded: O.Value, keeping kept: RowSelection?, depth: Int? = nil, in ops: O
    ) -> O.Value {
        ops.note(embedded, "embeddings")
        return transformer(embedded, mask: batch.mask, keeping: kept, depth: depth, in: ops)
    }
}
