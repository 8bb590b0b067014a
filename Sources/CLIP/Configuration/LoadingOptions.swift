/// What a caller adds to a model's files when it is loaded: choices that the files leave open, or that they
/// leave to whoever uses them.
public struct LoadingOptions: Sendable, Hashable {
    /// The MLPs' nonlinearity where the files do not say it: bare weights look the same with either. Where the
    /// files say another one, loading fails.
    public var activation: ModelConfiguration.Activation?
    /// Width and height of the pictures that the network shall see, in pixels, where that is not what it was
    /// trained on: its positions are interpolated, and pictures are prepared for this size. Such a model's
    /// embeddings are a space of their own.
    public var imageSize: Int?
    /// The towers that must be there: loading a model without one of them fails. A model with more is loaded whole.
    public var needs: Towers

    /// Creates options; nothing is checked before a model is loaded with them.
    public init(
        activation: ModelConfiguration.Activation? = nil, imageSize: Int? = nil, needs: Towers = .both
    ) {
        self.activation = activation
        self.imageSize = imageSize
        self.needs = needs
    }
}

/// The towers of a model.
public struct Towers: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Pictures to vectors.
    public static let vision = Towers(rawValue: 1)
    /// Texts to vectors.
    public static let text = Towers(rawValue: 2)
    /// What a CLIP model has, but not each of its published parts.
    public static let both: Towers = [.vision, .text]
}
