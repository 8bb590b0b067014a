package import CLIPNumerics

/// Runs the networks' words eagerly, each on all threads, on an arena.
///
/// In bf16 products take bf16 and sum in float32; what is added up from block to block stays float32, and so do norms
/// and softmax inside. In int8 the blocks' products take bytes; what lies between them is bf16 or float32.
package struct InferenceOps: Ops {
    package typealias Value = Tensor
    package typealias Preparation = InferencePreparation

    let compute: Compute
    let arena: Arena
    /// What products take.
    let element: Element
    let observer: ((String, Tensor) -> Void)?

    /// - Parameters:
    ///   - element: what products take; matrices may be in float32 all the same.
    ///   - observer: sees every intermediate that a network notes, under its name.
    package init(
        compute: Compute, arena: Arena, element: Element = .f32, observer: ((String, Tensor) -> Void)? = nil
    ) {
        self.compute = compute
        self.element = element
        self.arena = arena
        self.observer = observer
    }

    package func linear(
        _ x: Tensor, _ weights: Weights<PackedMatrix>, activation: Activation, residual: Tensor?
    ) -> Tensor {
        let weights = weights.form
        return compute.linear(
            compute.converted(x, to: weights.element, on: arena), weights, activation: activation,
            residual: residual, as: residual == nil ? weights.element.forActivations(on: compute) : .f32,
            on: arena)
    }

    package func convolution(
        _ x: Tensor, _ weights: Weights<PackedConvolution>, activation: Activation, residual: Tensor?
    ) -> Tensor {
        let weights = weights.form
        return compute.convolution(
            compute.converted(x, to: weights.matrix.element, on: arena), weights, activation: activation,
            residual: residual, as: element.forActivations(on: compute), on: arena)
    }

    package func layerNorm(_ x: Tensor, _ norm: PreparedNorm) -> Tensor {
        compute.layerNorm(x, norm.parameters, as: norm.element, on: arena)
    }

    package func attention(
        queries: Tensor, keysAndValues: Tensor, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) -> Tensor {
        var mask = mask
        if case .causal(let paths) = mask, selection != nil { mask = .causal(paths.askedByEnds) }
        // Pairs must not cross from one head into the next.
        let isEven = queries.shape.channels / heads % Element.bf16.group == 0
        let element = isEven ? queries.element : .f32
        return compute.attention(
            queries: compute.converted(queries, to: element, on: arena),
            keysAndValues: compute.converted(keysAndValues, to: element, on: arena), heads: heads, mask: mask,
            on: arena)
    }

    package func averagePool(_ x: Tensor, window: Int) -> Tensor {
        compute.averagePool(x, window: window, on: arena)
    }

    package func embed(_ tokens: TokenBatch, table: LookupTable, positions: LookupTable) -> Tensor {
        compute.embed(
            tokens.ids, at: tokens.places, batch: tokens.batch, positions: positions.resident,
            width: table.width, on: arena
        ) { id, row in table.copyRow(Int(id), into: row) }
    }

    package func prependToken(_ token: LookupTable, to x: Tensor, positions: LookupTable) -> Tensor {
        compute.prepend(.token(token.resident), to: x, positions: positions.resident, on: arena)
    }

    package func prependMean(to x: Tensor, positions: LookupTable) -> Tensor {
        compute.prepend(.mean, to: x, positions: positions.resident, on: arena)
    }

    package func rows(_ x: Tensor, at selection: RowSelection) -> Tensor {
        let (batch, tokens, width) = (x.shape.batch, x.shape.tokens, x.shape.channels)
        let each = Shape(batch: batch, tokens: 1, channels: width)
        switch selection {
        case .first:
            return compute.gather(
                x, rows: (0..<batch).lazy.map { $0 * tokens }, as: each, on: arena)
        case .at(let rows):
            return compute.gather(
                x, rows: rows.indices.lazy.map { $0 * tokens + Int(rows[$0]) }, as: each, on: arena)
        case .ends(let paths):
            return compute.gather(
                x, rows: paths.ends.lazy.map { Int($0) },
                as: Shape(batch: 1, tokens: paths.count, channels: width), on: arena)
        }
    }

    package func patchMean(_ x: Tensor) -> Tensor { compute.meanRow(x, skipping: 1, on: arena) }

    package func note(_ x: Tensor, _ name: @autoclosure () -> String) {
        if let observer { observer(name(), x) }
    }
}
