package import CLIPNumerics

/// An executor with a clock: notes how long each of the networks' words takes.
///
/// Another type than the executor that it asks, so that nothing is asked of a clock where nobody wants to know.
package struct TimedOps<Base: Ops>: Ops {
    package typealias Value = Base.Value
    package typealias Preparation = Base.Preparation

    let base: Base
    let timeline: Timeline

    package func linear(_ x: Value, _ weights: Linear, activation: Activation, residual: Value?) -> Value {
        timeline.measure("linear", .word) {
            base.linear(x, weights, activation: activation, residual: residual)
        }
    }

    package func convolution(_ x: Value, _ weights: Convolution, activation: Activation, residual: Value?)
        -> Value
    {
        timeline.measure("convolution", .word) {
            base.convolution(x, weights, activation: activation, residual: residual)
        }
    }

    package func layerNorm(_ x: Value, _ norm: LayerNorm) -> Value {
        timeline.measure("layer norm", .word) { base.layerNorm(x, norm) }
    }

    package func attention(
        queries: Value, keysAndValues: Value, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) -> Value {
        timeline.measure("attention", .word) {
            base.attention(
                queries: queries, keysAndValues: keysAndValues, heads: heads, mask: mask, selection: selection
            )
        }
    }

    package func averagePool(_ x: Value, window: Int) -> Value {
        timeline.measure("average pool", .word) { base.averagePool(x, window: window) }
    }

    package func embed(_ tokens: TokenBatch, table: Table, positions: Table) -> Value {
        timeline.measure("embed", .word) { base.embed(tokens, table: table, positions: positions) }
    }

    package func prependToken(_ token: Table, to x: Value, positions: Table) -> Value {
        timeline.measure("prepend", .word) { base.prependToken(token, to: x, positions: positions) }
    }

    package func prependMean(to x: Value, positions: Table) -> Value {
        timeline.measure("prepend", .word) { base.prependMean(to: x, positions: positions) }
    }

    package func rows(_ x: Value, at selection: RowSelection) -> Value {
        timeline.measure("rows", .word) { base.rows(x, at: selection) }
    }

    package func patchMean(_ x: Value) -> Value {
        timeline.measure("patch mean", .word) { base.patchMean(x) }
    }

    package func note(_ x: Value, _ name: @autoclosure () -> String) { base.note(x, name()) }
}
