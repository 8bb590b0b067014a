package import CLIPNumerics

/// The words that the networks are written in.
///
/// Towers read like the paper and are generic over an `Ops`; what a word does is the executor's: the
/// inference executor works eagerly on an arena with packed weights, ``ShapeCheck`` only checks names and
/// shapes, a recording one can keep what a backward pass needs. Element type and threads are the
/// executor's too.
///
/// Shapes: `B` batch, `T` tokens, `D` width, `H` heads, `E` embedding, `R` resolution, `C` channels.
package protocol Ops {
    /// Activations: `[B, T, D]`, or `[B, H, W, C]` for pictures.
    associatedtype Value
    /// Makes the executor's form of a checkpoint's tensors, once, at load.
    associatedtype Preparation: ParameterPreparation

    /// A linear map's weights in the executor's form.
    typealias Linear = Preparation.Linear
    /// A convolution's weights with the batch norm behind it.
    typealias Convolution = Preparation.Convolution
    /// A layer norm's gain and offset.
    typealias LayerNorm = Preparation.LayerNorm
    /// Vectors that are added or looked up: embeddings and positions.
    typealias Table = Preparation.Table

    /// `activation(x Wᵀ + b + residual)`: `[B, T, inputs]` → `[B, T, outputs]`.
    func linear(_ x: Value, _ weights: Linear, activation: Activation, residual: Value?) -> Value
    /// `activation(norm(x ∗ W) + residual)`: `[B, H, W, C]` → `[B, H′, W′, C′]`.
    func convolution(_ x: Value, _ weights: Convolution, activation: Activation, residual: Value?) -> Value
    /// Layer norm over the last dimension.
    func layerNorm(_ x: Value, _ norm: LayerNorm) -> Value
    /// Scaled dot-product attention; `selection`: which rows the queries are, if not all. `[B, Tq, D]` and
    /// `[B, Tk, 2 D]` → `[B, Tq, D]`.
    func attention(
        queries: Value, keysAndValues: Value, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) -> Value
    /// The mean of each square window: `[B, H, W, C]` → `[B, H / window, W / window, C]`.
    func averagePool(_ x: Value, window: Int) -> Value
    /// Rows of `table` for token ids, plus the position's vector: `[B, T, D]`.
    func embed(_ tokens: TokenBatch, table: Table, positions: Table) -> Value
    /// A picture's pixels as a sequence, a learned token before it, positions added: `[B, 1 + H W, D]`.
    func prependToken(_ token: Table, to x: Value, positions: Table) -> Value
    /// A picture's pixels as a sequence, their mean before it, positions added: `[B, 1 + H W, D]`.
    func prependMean(to x: Value, positions: Table) -> Value
    /// One row of each sequence: `[B, 1, D]`; of B causal paths in one matrix, `[1, B, D]`.
    func rows(_ x: Value, at selection: RowSelection) -> Value
    /// The mean of each sequence's rows behind the first, of a picture's patches: `[B, 1, D]`.
    func patchMean(_ x: Value) -> Value
    /// Shows an intermediate to whoever observes; does nothing otherwise.
    func note(_ x: Value, _ name: @autoclosure () -> String)
}

extension Ops {
    func linear(_ x: Value, _ weights: Linear) -> Value {
        linear(x, weights, activation: .identity, residual: nil)
    }

    func convolution(_ x: Value, _ weights: Convolution, activation: Activation) -> Value {
        convolution(x, weights, activation: activation, residual: nil)
    }
}

/// Which row of each sequence is kept.
package enum RowSelection: Sendable {
    /// The first: a class token, or the mean that attention pooling asks with.
    case first
    /// Row `i` of sequence *b* is the `b`-th number.
    case at([Int32])
    /// The last of each path.
    case ends(CausalPaths)
}
