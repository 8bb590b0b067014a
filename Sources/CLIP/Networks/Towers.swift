/// The image encoder, either of the two kinds that CLIP has.
public enum VisionTower<O: Ops>: Sendable {
    /// A vision transformer.
    case transformer(VisionTransformer<O>)
    /// A modified residual network.
    case residual(ModifiedResNet<O>)

    init(_ load: ParameterLoader<O>, _ sizes: VisionSizes, embedding: Int) {
        switch sizes {
        case .transformer(let sizes):
            self = .transformer(VisionTransformer(load, sizes, embedding: embedding))
        case .residual(let sizes): self = .residual(ModifiedResNet(load, sizes, embedding: embedding))
        }
    }

    /// - Parameter pixels: normalised pictures, `[B, R, R, 3]`
    /// - Returns: `[B, 1, E]`, of any length.
    func callAsFunction(_ pixels: O.Value, in ops: O) -> O.Value {
        switch self {
        case .transformer(let network): network(pixels, in: ops)
        case .residual(let network): network(pixels, in: ops)
        }
    }
}

/// What an image encoder is built from.
public enum VisionSizes: Sendable, Hashable {
    /// A vision transformer.
    case transformer(VisionTransformerSizes)
    /// A modified residual network.
    case residual(ResNetSizes)

    /// Side of a picture in pixels, R.
    public var imageSize: Int {
        switch self {
        case .transformer(let sizes): sizes.imageSize
        case .residual(let sizes): sizes.imageSize
        }
    }

    /// Floats of the largest intermediate for one picture.
    var widestActivation: Int {
        switch self {
        case .transformer(let sizes): (sizes.grid * sizes.grid + 1) * sizes.transformer.mlpWidth
        case .residual(let sizes): sizes.imageSize / 2 * (sizes.imageSize / 2) * sizes.width
        }
    }
}
