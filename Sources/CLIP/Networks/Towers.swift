/// The image encoder, either of the two kinds that CLIP has.
package enum VisionTower<O: Ops>: Sendable {
    /// A vision transformer.
    case transformer(VisionTransformer<O>)
    /// A modified residual network.
    case residual(ModifiedResNet<O>)

    package init(_ load: ParameterLoader<O>, _ sizes: ModelConfiguration.Vision, embedding: Int) {
        switch sizes {
        case .vit(let sizes):
            self = .transformer(VisionTransformer(load, sizes, embedding: embedding))
        case .resnet(let sizes): self = .residual(ModifiedResNet(load, sizes, embedding: embedding))
        }
    }

    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, E]`, of any length.
    package func callAsFunction(_ pixels: O.Value, in ops: O) -> O.Value {
        switch self {
        case .transformer(let network): network(pixels, in: ops)
        case .residual(let network): network(pixels, in: ops)
        }
    }

    /// - Parameters:
    ///   - pixels: normalised pictures, `[B, R, R, 3]`
    ///   - depth: blocks behind the result; a ResNet has none.
    /// - Returns: `[B, T, D]`
    func hidden(_ pixels: O.Value, depth: Int, in ops: O) -> O.Value {
        guard case .transformer(let network) = self else { preconditionFailure("a ResNet has no tokens") }
        return network.hidden(pixels, depth: depth, in: ops)
    }

    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, D]`: what is projected; a ResNet's pooling ends in its projection.
    func pooled(_ pixels: O.Value, in ops: O) -> O.Value {
        guard case .transformer(let network) = self else {
            preconditionFailure("a ResNet has nothing before its projection")
        }
        return network.pooled(pixels, in: ops)
    }
}
