internal import CCLIPKernels

/// Which keys a query sees.
public enum AttentionMask: Sendable {
    /// All.
    case none
    /// Those up to its own position.
    case causal
}

extension Compute {
    /// Scaled dot-product attention, `softmax(Q Kᵀ / √d) V`, per sequence and head (Vaswani et al. 2017, §3.2).
    /// - Parameters:
    ///   - queries: `[B, Tq, D]`
    ///   - keysAndValues: `[B, Tk, 2 D]`, keys in the first half of a row, values in the second.
    ///   - heads: a divisor of D.
    ///   - mask: which keys a query sees.
    ///   - positions: with a causal mask, each query's position among the keys, `B · Tq` of them, if the
    ///     queries are a selection of rows.
    ///   - arena: where the result lies.
    /// - Returns: `[B, Tq, D]`
    public func attention(
        queries: Tensor, keysAndValues: Tensor, heads: Int, mask: AttentionMask, positions: [Int32]? = nil,
        on arena: Arena
    ) -> Tensor {
        let width = queries.shape.channels
        precondition(
            width % heads == 0 && keysAndValues.shape.channels == 2 * width, "attention: uneven heads")
        precondition(queries.shape.batch == keysAndValues.shape.batch, "attention: batches differ")
        precondition(
            positions.map { $0.count == queries.shape.rows }
                ?? (mask == .none || queries.shape.tokens == keysAndValues.shape.tokens),
            "attention: a selection of queries needs their positions")
        precondition(queries.element == keysAndValues.element, "attention: elements differ")
        let element = keysAndValues.element
        let result = Tensor(queries.shape, element, on: arena)
        var attention = cclip_attention()
        attention.q = UnsafeRawPointer(queries.address)
        attention.q_stride = width
        attention.k = UnsafeRawPointer(keysAndValues.address)
        attention.k_stride = 2 * width
        attention.v = UnsafeRawPointer(keysAndValues.address + width * element.size)
        attention.v_stride = 2 * width
        attention.queries = queries.shape.tokens
        attention.keys = keysAndValues.shape.tokens
        attention.heads = heads
        attention.head_dimension = width / heads
        attention.out = result.address
        attention.element = element.code
        attention.out_stride = width
        attention.causal = mask == .causal
        let units = queries.shape.batch * heads
        withExtendedLifetime((queries, keysAndValues)) {
            (positions ?? []).withUnsafeBufferPointer { positions in
                attention.query_positions = positions.isEmpty ? nil : positions.baseAddress
                let size = kernels.pointee.attention_scratch(&attention)
                let scratch = Tensor(
                    Shape(batch: threads, tokens: 1, channels: (size + 15) / 16 * 16), on: arena)
                withUnsafePointer(to: &attention) { attention in
                    nonisolated(unsafe) let attention = attention
                    nonisolated(unsafe) let base = scratch.pointer
                    let stride = scratch.shape.channels
                    parallel(units) { unit, thread in
                        kernels.pointee.attention(attention, unit, unit + 1, base + thread * stride)
                    }
                }
            }
        }
        return result
    }
}
