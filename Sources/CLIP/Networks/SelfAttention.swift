internal import CLIPNumerics
internal import CLIPWeights

/// Multi-head self-attention (Vaswani et al. 2017, §3.2.2), with the map back to the width that follows it.
package struct SelfAttention<O: Ops>: Sendable {
    private let query, keyValue, output: O.Linear
    private let heads: Int

    /// - Parameter scale: the layer scale of the result, if the block has one.
    init(_ load: ParameterLoader<O>, width: Int, heads: Int, scale: WeightTensor?) {
        // Queries apart from keys and values: the last block needs the query of one row only.
        query = load.slice(
            "in_proj_weight", "in_proj_bias", of: 3 * width, outputs: 0..<width, inputs: width)
        keyValue = load.slice(
            "in_proj_weight", "in_proj_bias", of: 3 * width, outputs: width..<3 * width, inputs: width)
        output = load["out_proj"].linear(width, width, scale: scale)
        self.heads = heads
    }

    /// - Parameters:
    ///   - x: `[B, T, D]`; paths lie in `[1, N, D]`.
    ///   - kept: the rows to compute; all if nil.
    ///   - residual: added to the result; of its shape.
    /// - Returns: `[B, T, D]`, or what is kept of it: one row for each sequence.
    func callAsFunction(
        _ x: O.Value, mask: AttentionMask, keeping kept: RowSelection?, residual: O.Value, in ops: O
    ) -> O.Value {
        let asking = kept.map { ops.rows(x, at: $0) } ?? x
        let attended = ops.attention(
            queries: ops.linear(asking, query), keysAndValues: ops.linear(x, keyValue), heads: heads,
            mask: mask, selection: kept)
        return ops.linear(attended, output, activation: .identity, residual: residual)
    }
}
