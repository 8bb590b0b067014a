internal import CCLIPKernels

/// Which keys a query sees.
public enum AttentionMask: Sendable {
    /// All of its sequence. Sequences are as long as each other.
    case none
    /// Those up to its own place on a path of rows.
    case causal(CausalPaths)
}

extension Compute {
    /// Scaled dot-product attention, `softmax(Q Kᵀ / √d) V`, per sequence and head (Vaswani et al. 2017, §3.2).
    /// - Parameters:
    ///   - queries: `[B, Tq, D]`; with causal paths `[1, Q, D]`, the rows that ask.
    ///   - keysAndValues: `[B, Tk, 2 D]`, keys in the first half of a row, values in the second; with causal paths
    ///     `[1, N, 2 D]`.
    ///   - heads: a divisor of D.
    ///   - mask: which keys a query sees.
    ///   - arena: where the result lies.
    /// - Returns: as the queries.
    public func attention(
        queries: Tensor, keysAndValues: Tensor, heads: Int, mask: AttentionMask, on arena: Arena
    ) -> Tensor {
        let width = queries.shape.channels
        precondition(
            width % heads == 0 && keysAndValues.shape.channels == 2 * width, "attention: uneven heads")
        precondition(queries.shape.batch == keysAndValues.shape.batch, "attention: batches differ")
        precondition(
            queries.element == keysAndValues.element && queries.element != .int8, "attention: elements differ"
        )
        let element = keysAndValues.element
        precondition(
            element == .f32 || width / heads % 2 == 0, "attention: pairs of \(width / heads) numbers")
        let result = Tensor(queries.shape, element, on: arena)
        var attention = cclip_attention()
        attention.q = UnsafeRawPointer(queries.address)
        attention.q_stride = width
        attention.k = UnsafeRawPointer(keysAndValues.address)
        attention.k_stride = 2 * width
        attention.v = UnsafeRawPointer(keysAndValues.address + width * element.size)
        attention.v_stride = 2 * width
        attention.heads = heads
        attention.head_dimension = width / heads
        attention.out = result.address
        attention.element = element.code
        attention.out_stride = width
        withExtendedLifetime((queries, keysAndValues)) {
            switch mask {
            case .none:
                attention.queries = queries.shape.tokens
                attention.keys = keysAndValues.shape.tokens
                attend(attention, sequences: queries.shape.batch, on: arena)
            case .causal(let paths):
                precondition(
                    paths.rowCount == keysAndValues.shape.rows && paths.queries == queries.shape.rows,
                    "attention: \(paths.queries) of \(paths.rowCount) rows ask, not \(queries.shape)")
                attention.keys = paths.longest
                paths.paths.withUnsafeBufferPointer { sequences in
                    paths.rows.withUnsafeBufferPointer { rows in
                        attention.paths = sequences.baseAddress
                        attention.rows = rows.baseAddress
                        attend(attention, sequences: sequences.count, on: arena)
                    }
                }
            }
        }
        return result
    }

    private func attend(_ attention: cclip_attention, sequences: Int, on arena: Arena) {
        let units = sequences * attention.heads
        // Chunks of one head where there is much to do for each, as for pictures; many where a text is short.
        let chunk = max(1, units / (threads * 32))
        withUnsafePointer(to: attention) { attention in
            let size = kernels.pointee.attention_scratch(attention)
            let scratch = Tensor(
                Shape(batch: threads, tokens: 1, channels: (size + 15) / 16 * 16), on: arena)
            nonisolated(unsafe) let attention = attention
            nonisolated(unsafe) let base = scratch.pointer
            let stride = scratch.shape.channels
            parallel((units + chunk - 1) / chunk) { index, thread in
                kernels.pointee.attention(
                    attention, index * chunk, min((index + 1) * chunk, units), base + thread * stride)
            }
        }
    }
}
