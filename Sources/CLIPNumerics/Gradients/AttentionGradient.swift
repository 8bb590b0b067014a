internal import CCLIPKernels

extension Compute {
    /// What flows back through scaled dot-product attention; the shares are computed again.
    ///
    /// Each sequence's part of the keys' gradient is computed by itself, then those of keys that several sequences see
    /// are added up in the sequences' order: the bits do not depend on the number of threads.
    /// - Parameters:
    ///   - gradient: with respect to the result, a row for each query, `[B, Tq, D]`.
    ///   - queries: as in `attention(queries:keysAndValues:heads:mask:on:)`.
    ///   - keysAndValues: as there.
    ///   - heads: as there.
    ///   - mask: as there.
    ///   - arena: where results lie.
    /// - Returns: gradients in the shapes of `queries` and `keysAndValues`.
    public func attentionGradient(
        of gradient: Tensor, queries: Tensor, keysAndValues: Tensor, heads: Int, mask: AttentionMask,
        on arena: Arena
    ) -> (queries: Tensor, keysAndValues: Tensor) {
        let width = queries.shape.channels
        precondition(gradient.shape == queries.shape, "attention: \(gradient.shape) for \(queries.shape)")
        precondition(
            width % heads == 0 && keysAndValues.shape.channels == 2 * width, "attention: uneven heads")
        let result = Tensor(queries.shape, on: arena)
        var attention = cclip_attention()
        attention.q = UnsafeRawPointer(queries.pointer)
        attention.q_stride = width
        attention.k = UnsafeRawPointer(keysAndValues.pointer)
        attention.k_stride = 2 * width
        attention.v = UnsafeRawPointer(keysAndValues.pointer + width)
        attention.v_stride = 2 * width
        attention.heads = heads
        attention.head_dimension = width / heads
        attention.out_stride = width
        attention.element = CCLIP_F32
        var flow = cclip_attention_gradient()
        flow.d_out = UnsafePointer(gradient.pointer)
        flow.d_q = result.pointer
        flow.d_key_stride = 2 * width
        return withExtendedLifetime((gradient, queries, keysAndValues)) {
            switch mask {
            case .none:
                precondition(queries.shape.batch == keysAndValues.shape.batch, "attention: batches differ")
                let keys = Tensor(keysAndValues.shape, on: arena)
                attention.queries = queries.shape.tokens
                attention.keys = keysAndValues.shape.tokens
                flow.forward = attention
                flow.d_k = keys.pointer
                flow.d_v = keys.pointer + width
                flowBack(flow, sequences: queries.shape.batch, on: arena)
                return (result, keys)
            case .causal(let paths):
                precondition(
                    paths.rowCount == keysAndValues.shape.rows && paths.queries == queries.shape.rows,
                    "attention: \(paths.queries) of \(paths.rowCount) rows ask, not \(queries.shape)")
                let apart = Tensor(
                    Shape(batch: 1, tokens: paths.rows.count, channels: 2 * width), on: arena)
                attention.keys = paths.longest
                paths.paths.withUnsafeBufferPointer { sequences in
                    paths.rows.withUnsafeBufferPointer { rows in
                        attention.paths = sequences.baseAddress
                        attention.rows = rows.baseAddress
                        flow.forward = attention
                        flow.d_k = apart.pointer
                        flow.d_v = apart.pointer + width
                        flowBack(flow, sequences: sequences.count, on: arena)
                    }
                }
                return (result, scatteredSum(apart, to: paths.rows, of: keysAndValues.shape, on: arena))
            }
        }
    }

    private func flowBack(_ flow: cclip_attention_gradient, sequences: Int, on arena: Arena) {
        let units = sequences * flow.forward.heads
        let chunk = max(1, units / (threads * 32))
        withUnsafePointer(to: flow) { flow in
            let size = withUnsafePointer(to: flow.pointee.forward) {
                kernels.pointee.attention_gradient_scratch($0)
            }
            let scratch = Tensor(
                Shape(batch: threads, tokens: 1, channels: (size + 15) / 16 * 16), on: arena)
            nonisolated(unsafe) let flow = flow
            nonisolated(unsafe) let base = scratch.pointer
            let stride = scratch.shape.channels
            parallel((units + chunk - 1) / chunk) { index, thread in
                kernels.pointee.attention_gradient(
                    flow, index * chunk, min((index + 1) * chunk, units), base + thread * stride)
            }
        }
    }
}
