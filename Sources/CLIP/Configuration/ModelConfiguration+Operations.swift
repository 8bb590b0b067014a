/// Floating point operations of one input, two for each multiply-add of a product, a convolution or attention.
/// Norms, activations and softmax, which are below a hundredth, do not count.
public struct OperationCount: Sendable, Hashable {
    /// What the architecture asks for when every token goes through every block: the figure by which software is
    /// compared.
    public let nominal: Int
    /// What is left where rows that nobody reads are not computed: in the last block, and in attention pooling, one row
    /// becomes the embedding. The result is the same.
    public let performed: Int
}

extension ModelConfiguration {
    /// The operations of one picture; nil where there is no image tower.
    public var pictureOperations: OperationCount? {
        switch vision {
        case nil: nil
        case .vit(let tower): tower.operations(embedding: embedDimension)
        case .resnet(let tower): tower.operations(embedding: embedDimension)
        }
    }

    /// The operations of one text; nil where there is no text tower.
    /// - Parameter tokens: with start and end; attention counts all pairs of them, also where it is causal.
    public func textOperations(tokens: Int) -> OperationCount? {
        guard let text else { return nil }
        let blocks = TransformerSizes(text).operations(tokens: tokens, keptRows: 1)
        return blocks.adding(text.projection == .none ? 0 : 2 * text.width * embedDimension)
    }
}

extension OperationCount {
    fileprivate func adding(_ operations: Int) -> OperationCount {
        OperationCount(nominal: nominal + operations, performed: performed + operations)
    }
}

extension TransformerSizes {
    /// - Parameters:
    ///   - tokens: *T*.
    ///   - keptRows: rows that the last block's result is wanted of.
    fileprivate func operations(tokens: Int, keptRows: Int) -> OperationCount {
        /// Keys and values of all tokens; queries, attention, output and the MLP of `rows`.
        func block(_ rows: Int) -> Int {
            let keysAndValues = 4 * tokens * width * width
            let attention = 4 * rows * tokens * width
            return keysAndValues + attention + rows * (4 * width * width + 4 * width * mlpWidth)
        }
        let whole = block(tokens)
        return OperationCount(
            nominal: layers * whole, performed: max(layers - 1, 0) * whole + min(layers, 1) * block(keptRows))
    }
}

extension ModelConfiguration.VisionTransformer {
    fileprivate func operations(embedding: Int) -> OperationCount {
        let patches = 2 * grid * grid * (3 * patchSize * patchSize) * width
        let kept = pooling == .classToken ? 1 : tokens
        return TransformerSizes(self).operations(tokens: tokens, keptRows: kept)
            .adding(patches + 2 * width * embedding)
    }
}

extension ModelConfiguration.ModifiedResNet {
    fileprivate func operations(embedding: Int) -> OperationCount {
        func convolution(_ side: Int, _ input: Int, _ output: Int, _ kernel: Int) -> Int {
            2 * side * side * input * kernel * kernel * output
        }
        var side = imageSize / 2
        var total = convolution(side, 3, width / 2, 3) + convolution(side, width / 2, width / 2, 3)
        total += convolution(side, width / 2, width, 3)
        side /= 2
        var channels = width
        for (stage, count) in layers.enumerated() {
            let planes = width << stage
            for block in 0..<count {
                total += convolution(side, channels, planes, 1) + convolution(side, planes, planes, 3)
                // The stride is a pool before the last convolution and before the short cut's.
                if stage > 0, block == 0 { side /= 2 }
                total += convolution(side, planes, 4 * planes, 1)
                if block == 0 { total += convolution(side, channels, 4 * planes, 1) }
                channels = 4 * planes
            }
        }
        let tokens = grid * grid + 1
        func pool(queries: Int) -> Int {
            let keysAndValues = 4 * tokens * channels * channels
            let attention = 4 * queries * tokens * channels
            return keysAndValues + attention + 2 * queries * channels * (channels + embedding)
        }
        return OperationCount(nominal: total + pool(queries: tokens), performed: total + pool(queries: 1))
    }
}
