import CLIPNumerics

@testable import CLIP

/// Mistakes that ports of CLIP make. Each must move the embeddings by far more than the tests' bounds.
enum Mistake: Sendable {
    case otherGELU, swappedColours, noCausalMask, noPositions, droppedBranch
    /// Of a text tower that has no mask.
    case causalMask
    /// Of an image tower that takes the patches' mean.
    case classTokenInMean
    /// Where a file asks for the approximation.
    case exactGELU

    /// Those that any network can have.
    static let everywhere: [Mistake] = [
        .otherGELU, .swappedColours, .noCausalMask, .noPositions, .droppedBranch,
    ]
}

/// The inference executor with a mistake built in: the networks' seam makes it one word each.
struct FallibleOps: Ops {
    typealias Value = Tensor
    typealias Preparation = InferencePreparation

    let base: InferenceOps
    let mistake: Mistake?

    func linear(_ x: Tensor, _ weights: Weights<PackedMatrix>, activation: Activation, residual: Tensor?)
        -> Tensor
    {
        var activation = activation
        if mistake == .otherGELU, activation != .identity {
            activation = activation == .gelu || activation == .tanhGELU ? .quickGELU : .gelu
        }
        if mistake == .exactGELU, activation == .tanhGELU { activation = .gelu }
        if mistake == .droppedBranch, let residual, activation == .identity { return residual }
        return base.linear(x, weights, activation: activation, residual: residual)
    }

    func convolution(
        _ x: Tensor, _ weights: Weights<PackedConvolution>, activation: Activation, residual: Tensor?
    ) -> Tensor {
        base.convolution(x, weights, activation: activation, residual: residual)
    }

    func layerNorm(_ x: Tensor, _ norm: PreparedNorm) -> Tensor { base.layerNorm(x, norm) }

    func attention(
        queries: Tensor, keysAndValues: Tensor, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) -> Tensor {
        switch (mistake, selection) {
        case (.noCausalMask, _):
            return base.attention(
                queries: queries, keysAndValues: keysAndValues, heads: heads, mask: .none, selection: nil)
        case (.causalMask, nil):
            var paths = CausalPaths()
            for _ in 0..<queries.shape.batch { paths.append(sharing: 0, adding: queries.shape.tokens) }
            return base.attention(
                queries: queries, keysAndValues: keysAndValues, heads: heads, mask: .causal(paths),
                selection: nil)
        default:
            return base.attention(
                queries: queries, keysAndValues: keysAndValues, heads: heads, mask: mask,
                selection: selection)
        }
    }

    func averagePool(_ x: Tensor, window: Int) -> Tensor { base.averagePool(x, window: window) }

    func embed(_ tokens: TokenBatch, table: LookupTable, positions: LookupTable) -> Tensor {
        let result = base.embed(tokens, table: table, positions: positions)
        guard mistake == .noPositions else { return result }
        let width = result.shape.channels
        let vectors = positions.resident
        return Tensor(result.shape, on: base.arena) { target in
            for (index, value) in result.floats.enumerated() {
                target[index] = value - vectors[Int(tokens.places[index / width]) * width + index % width]
            }
        }
    }

    func prependToken(_ token: LookupTable, to x: Tensor, positions: LookupTable) -> Tensor {
        base.prependToken(token, to: x, positions: positions)
    }
    func prependMean(to x: Tensor, positions: LookupTable) -> Tensor {
        base.prependMean(to: x, positions: positions)
    }
    func rows(_ x: Tensor, at selection: RowSelection) -> Tensor { base.rows(x, at: selection) }
    func patchMean(_ x: Tensor) -> Tensor {
        mistake == .classTokenInMean
            ? base.compute.meanRow(x, skipping: 0, on: base.arena) : base.patchMean(x)
    }
    func note(_ x: Tensor, _ name: @autoclosure () -> String) { base.note(x, name()) }
}
