internal import CLIPNumerics

/// CLIP's text encoder: a causal transformer over byte-pair tokens, read off at the end-of-text token
/// (Radford et al. 2021, §2.4; open_clip `transformer.py`).
package struct TextTransformer<O: Ops>: Sendable {
    private let tokens, positions: O.Table
    private let transformer: Transformer<O>
    private let norm: O.LayerNorm
    private let projection: O.Linear

    init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.Text, embedding: Int) {
        let width = sizes.width
        tokens = load["token_embedding"].table("weight", [sizes.vocabularySize, width])
        positions = load.table("positional_embedding", [sizes.contextLength, width])
        transformer = Transformer(load["transformer"], TransformerSizes(sizes))
        norm = load["ln_final"].layerNorm(width, epsilon: sizes.epsilon)
        projection = load.projection("text_projection", width, embedding)
    }

    /// - Parameter batch: token ids, `[B, T]`, T up to the context length.
    /// - Returns: `[B, 1, E]`, of any length.
    func callAsFunction(_ batch: TokenBatch, in ops: O) -> O.Value {
        let embedded = ops.embed(batch, table: tokens, positions: positions)  // [B, T, D]
        ops.note(embedded, "embeddings")
        let end = transformer(embedded, mask: .causal, keeping: .at(batch.ends), in: ops)
        let normed = ops.layerNorm(end, norm)  // [B, 1, D]
        ops.note(normed, "ln_final")
        return ops.linear(normed, projection)
    }
}
