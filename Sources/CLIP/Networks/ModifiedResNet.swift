internal import CLIPNumerics

/// A bottleneck whose stride is an average pool before the last convolution, so that it does not alias
/// (Zhang 2019; open_clip `modified_resnet.py`).
package struct Bottleneck<O: Ops>: Sendable {
    private let reduce, filter, expand: O.Convolution
    private let shortcut: O.Convolution?
    private let stride: Int
    private let name: String

    init(_ load: ParameterLoader<O>, channels: Int, planes: Int, stride: Int) {
        reduce = load.convolution("conv1", norm: "bn1", channels, planes, kernel: 1)
        filter = load.convolution("conv2", norm: "bn2", planes, planes, kernel: 3, padding: 1)
        expand = load.convolution("conv3", norm: "bn3", planes, planes * 4, kernel: 1)
        shortcut =
            stride > 1 || channels != planes * 4
            ? load["downsample"].convolution("0", norm: "1", channels, planes * 4, kernel: 1) : nil
        self.stride = stride
        name = load.name
    }

    /// - Parameter x: `[B, H, W, C]`
    /// - Returns: `[B, H / stride, W / stride, 4 planes]`
    func callAsFunction(_ x: O.Value, in ops: O) -> O.Value {
        func pooled(_ x: O.Value) -> O.Value { stride > 1 ? ops.averagePool(x, window: stride) : x }
        var h = ops.convolution(x, reduce, activation: .relu)
        h = ops.convolution(h, filter, activation: .relu)
        let identity = shortcut.map { ops.convolution(pooled(x), $0, activation: .identity) } ?? x
        let result = ops.convolution(pooled(h), expand, activation: .relu, residual: identity)
        ops.note(result, name)
        return result
    }
}

/// The residual network of CLIP: a stem of three convolutions, anti-aliased strides, attention instead of
/// average pooling at the end (Radford et al. 2021, §2.4).
package struct ModifiedResNet<O: Ops>: Sendable {
    private let stem: [O.Convolution]
    private let blocks: [Bottleneck<O>]
    private let pool: AttentionPool<O>

    init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.ModifiedResNet, embedding: Int) {
        let width = sizes.width
        stem = [
            load.convolution("conv1", norm: "bn1", 3, width / 2, kernel: 3, stride: 2, padding: 1),
            load.convolution("conv2", norm: "bn2", width / 2, width / 2, kernel: 3, padding: 1),
            load.convolution("conv3", norm: "bn3", width / 2, width, kernel: 3, padding: 1),
        ]
        var channels = width
        var blocks: [Bottleneck<O>] = []
        for (stage, count) in sizes.layers.enumerated() {
            let planes = width << stage
            for block in 0..<count {
                blocks.append(
                    Bottleneck(
                        load["layer\(stage + 1)"]["\(block)"], channels: channels, planes: planes,
                        stride: stage > 0 && block == 0 ? 2 : 1))
                channels = planes * 4
            }
        }
        self.blocks = blocks
        pool = AttentionPool(
            load["attnpool"], width: channels, heads: sizes.heads, tokens: sizes.grid * sizes.grid,
            embedding: embedding)
    }

    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, E]`, of any length.
    func callAsFunction(_ pixels: O.Value, in ops: O) -> O.Value {
        var x = pixels
        for filter in stem { x = ops.convolution(x, filter, activation: .relu) }
        x = ops.averagePool(x, window: 2)  // [B, R/4, R/4, width]
        ops.note(x, "visual.stem")
        for bottleneck in blocks { x = bottleneck(x, in: ops) }
        return pool(x, in: ops)
    }
}

/// Attention pooling: one query, the mean of all pixels, asks the pixels and itself.
package struct AttentionPool<O: Ops>: Sendable {
    private let positions: O.Table
    private let query, keyValue, output: O.Linear
    private let heads: Int

    init(_ load: ParameterLoader<O>, width: Int, heads: Int, tokens: Int, embedding: Int) {
        positions = load.table("positional_embedding", [tokens + 1, width])
        query = load["q_proj"].linear(width, width, role: .sensitive)
        keyValue = load.stacked(["k_proj", "v_proj"], width, width, role: .sensitive)
        output = load["c_proj"].linear(width, embedding, role: .head)
        self.heads = heads
    }

    /// - Parameter x: `[B, H, W, C]`
    /// - Returns: `[B, 1, E]`
    func callAsFunction(_ x: O.Value, in ops: O) -> O.Value {
        let tokens = ops.prependMean(to: x, positions: positions)  // [B, 1 + H W, C]
        ops.note(tokens, "visual.attnpool.tokens")
        let attended = ops.attention(
            queries: ops.linear(ops.rows(tokens, at: .first), query),
            keysAndValues: ops.linear(tokens, keyValue), heads: heads, mask: .none, selection: .first)
        return ops.linear(attended, output)
    }
}
