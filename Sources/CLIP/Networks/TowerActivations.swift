/// How much memory a forward pass works in, known from the sizes alone.
extension ModelConfiguration.Vision {
    /// Floats of the largest intermediate for one picture.
    var widestActivation: Int {
        switch self {
        case .vit(let sizes): sizes.tokens * sizes.mlpWidth
        case .resnet(let sizes): sizes.imageSize / 2 * (sizes.imageSize / 2) * sizes.width
        }
    }

    /// Floats of all intermediates of a batch that live at once, or a little more.
    func activations(batch: Int, threads: Int) -> Int {
        let pixels = 3 * imageSize * imageSize
        switch self {
        case .vit(let sizes):
            let rows = sizes.tokens * sizes.blockActivations
            return batch * (pixels + rows) + threads * sizes.attentionScratch(keys: sizes.tokens)
        case .resnet(let sizes):
            // A bottleneck's input, its shortcut and its result are as wide as anything, the rest half as wide in all.
            let keys = sizes.grid * sizes.grid + 1
            let scratch = attentionFloats(width: 32 * sizes.width, heads: sizes.heads, keys: keys)
            return batch * (pixels + 4 * widestActivation) + threads * scratch
        }
    }
}

extension ModelConfiguration.VisionTransformer {
    fileprivate var blockActivations: Int { 8 * width + mlpWidth }

    fileprivate func attentionScratch(keys: Int) -> Int {
        attentionFloats(width: width, heads: heads, keys: keys)
    }
}

extension ModelConfiguration.Text {
    /// Floats of all intermediates of so many whole texts that live at once, or a little more.
    func activations(batch: Int, threads: Int) -> Int {
        batch * contextLength * (8 * width + mlpWidth)
            + threads * attentionFloats(width: width, heads: heads, keys: contextLength)
    }
}

/// What one thread needs beside: keys and values of a head, scores and queries of a few rows.
private func attentionFloats(width: Int, heads: Int, keys: Int) -> Int {
    let head = width / heads + 16
    return (keys + 16) * (2 * head + 16) + 16 * head
}
