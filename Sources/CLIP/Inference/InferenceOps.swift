package import CLIPNumerics

/// Runs the networks' words eagerly in float32, each on all threads, on an arena.
package struct InferenceOps: Ops {
    package typealias Value = Tensor
    package typealias Preparation = InferencePreparation

    let compute: Compute
    let arena: Arena
    let observer: ((String, Tensor) -> Void)?

    /// - Parameter observer: sees every intermediate that a network notes, under its name.
    package init(compute: Compute, arena: Arena, observer: ((String, Tensor) -> Void)? = nil) {
        self.compute = compute
        self.arena = arena
        self.observer = observer
    }

    package func linear(_ x: Tensor, _ weights: PackedMatrix, activation: Activation, residual: Tensor?)
        -> Tensor
    {
        compute.linear(x, weights, activation: activation, residual: residual, on: arena)
    }

    package func convolution(
        _ x: Tensor, _ weights: PackedConvolution, activation: Activation, residual: Tensor?
    ) -> Tensor {
        compute.convolution(x, weights, activation: activation, residual: residual, on: arena)
    }

    package func layerNorm(_ x: Tensor, _ norm: NormParameters) -> Tensor {
        compute.layerNorm(x, norm, on: arena)
    }

    package func attention(
        queries: Tensor, keysAndValues: Tensor, heads: Int, mask: AttentionMask, positions: RowSelection?
    ) -> Tensor {
        compute.attention(
            queries: queries, keysAndValues: keysAndValues, heads: heads, mask: mask,
            positions: positions?.positions(batch: queries.shape.batch), on: arena)
    }

    package func averagePool(_ x: Tensor, window: Int) -> Tensor {
        compute.averagePool(x, window: window, on: arena)
    }

    package func embed(_ tokens: TokenBatch, table: LookupTable, positions: LookupTable) -> Tensor {
        compute.embed(
            tokens.ids, batch: tokens.batch, length: tokens.length, positions: positions.resident,
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
        compute.gather(x, rows: selection.positions(batch: x.shape.batch), on: arena)
    }

    package func patchMean(_ x: Tensor) -> Tensor { compute.meanRow(x, skipping: 1, on: arena) }

    package func note(_ x: Tensor, _ name: @autoclosure () -> String) {
        if let observer { observer(name(), x) }
    }
}
