@testable import CLIP
@testable import CLIPGradients
@testable import CLIPNumerics

/// Terms that a way back can lack. Each must move a tower's gradients by far more than the tests' bound.
enum Omission: Sendable, CaseIterable {
    case residual, queries, keys, activationSlope, normMeans, embeddingOfSharedRows
}

/// The recording executor with a term dropped on the way back; forward it is right.
struct MistakenOps: Ops {
    typealias Value = Recorded
    typealias Preparation = RecordingPreparation

    let base: RecordingOps
    let omission: Omission?

    private func frozen(_ x: Recorded, if omitted: Omission) -> Recorded {
        omission == omitted ? base.constant(x.tensor) : x
    }

    func linear(_ x: Recorded, _ weights: RecordedLinear, activation: Activation, residual: Recorded?)
        -> Recorded
    {
        guard omission == .activationSlope, activation != .identity else {
            return base.linear(
                x, weights, activation: activation, residual: residual.map { frozen($0, if: .residual) })
        }
        let sum = base.linear(x, weights)
        let result = base.compute.activated(sum.tensor, activation, on: base.arena)
        return base.record(result, if: true) { gradient in sum.slot?.add { _ in gradient } }
    }

    func layerNorm(_ x: Recorded, _ norm: RecordedNorm) -> Recorded {
        guard omission == .normMeans else { return base.layerNorm(x, norm) }
        let result = base.layerNorm(base.constant(x.tensor), norm).tensor
        let (compute, arena, width) = (base.compute, base.arena, x.tensor.shape.channels)
        return base.record(result, if: true) { gradient in
            let values = x.tensor.floats
            let (flow, gain) = (gradient.floats, norm.parameters.gain)
            let slopes = (0..<values.count / width).flatMap { row in
                let part = values[row * width..<(row + 1) * width]
                let mean = part.reduce(0, +) / Float(width)
                let variance = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(width)
                return (0..<width).map { flow[row * width + $0] * gain[$0] / variance.squareRoot() }
            }
            let found = Tensor(x.tensor.shape, on: arena) { _ = $0.update(fromContentsOf: slopes) }
            x.slot?.add { also in also.map { compute.sum(found, $0, on: arena) } ?? found }
        }
    }

    func attention(
        queries: Recorded, keysAndValues: Recorded, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) -> Recorded {
        base.attention(
            queries: frozen(queries, if: .queries), keysAndValues: frozen(keysAndValues, if: .keys),
            heads: heads, mask: mask, selection: selection)
    }

    /// Sends back only what the first of the rows that a learned vector stands for gets, in each text.
    func embed(
        _ tokens: TokenBatch, _ table: RecordedTable, _ positions: RecordedTable, _ learned: ReplacedTokens
    ) -> Recorded {
        let result = base.embed(tokens, table: table, positions: positions, replacing: learned)
        guard omission == .embeddingOfSharedRows else { return result }
        return base.record(result.tensor, if: true) { gradient in
            let rows = tokens.places.map { $0 == Int32(learned.place) ? Int32(0) : -1 }
            learned.vectors.add { _ in
                base.compute.scatteredSum(gradient, to: rows, of: learned.vectors.shape, on: base.arena)
            }
        }
    }

    func embed(_ tokens: TokenBatch, table: RecordedTable, positions: RecordedTable) -> Recorded {
        base.embed(tokens, table: table, positions: positions)
    }
    func convolution(
        _ x: Recorded, _ weights: RecordedConvolution, activation: Activation, residual: Recorded?
    ) -> Recorded {
        base.convolution(
            x, weights, activation: activation, residual: residual.map { frozen($0, if: .residual) })
    }
    func averagePool(_ x: Recorded, window: Int) -> Recorded { base.averagePool(x, window: window) }
    func prependToken(_ token: RecordedTable, to x: Recorded, positions: RecordedTable) -> Recorded {
        base.prependToken(token, to: x, positions: positions)
    }
    func prependMean(to x: Recorded, positions: RecordedTable) -> Recorded {
        base.prependMean(to: x, positions: positions)
    }
    func rows(_ x: Recorded, at selection: RowSelection) -> Recorded { base.rows(x, at: selection) }
    func patchMean(_ x: Recorded) -> Recorded { base.patchMean(x) }
    func note(_ x: Recorded, _ name: @autoclosure () -> String) {}
}
