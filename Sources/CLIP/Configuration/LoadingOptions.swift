/// What a caller adds to a model's files when it is loaded: choices that the files leave open, or that they
/// leave to whoever uses them.
public struct LoadingOptions: Sendable, Hashable {
    /// The MLPs' nonlinearity where the files do not say it: bare weights look the same with either. Where the
    /// files say another one, loading fails.
    public var activation: ModelConfiguration.Activation?
    /// Width and height of the pictures that the network shall see, in pixels, where that is not what it was
    /// trained on: its positions are interpolated, and pictures are prepared for this size. Such a model's
    /// embeddings are a space of their own. At most ``mostPatches`` patches are taken.
    public var imageSize: Int?
    /// The numbers that are computed with. Vectors of different precisions belong to one space.
    public var precision: Precision
    /// The towers that must be there: loading a model without one of them fails. A model with more is loaded whole.
    public var needs: Towers

    /// The most patches that another size of pictures may give: 64 a side, which is 1024 pixels for patches of 16.
    ///
    /// The work of attention grows with the square of their number, and so far from what was trained, where no
    /// checkpoint that loads here has more than 27 a side, interpolated positions mean little.
    public static let mostPatches = 64 * 64

    /// Creates options; nothing is checked before a model is loaded with them.
    public init(
        activation: ModelConfiguration.Activation? = nil, imageSize: Int? = nil,
        precision: Precision = .auto, needs: Towers = .both
    ) {
        self.activation = activation
        self.imageSize = imageSize
        self.precision = precision
        self.needs = needs
    }
}

/// The towers of a model.
public struct Towers: OptionSet, Sendable, Hashable {
    /// One bit for each tower.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Pictures to vectors.
    public static let vision = Towers(rawValue: 1)
    /// Texts to vectors.
    public static let text = Towers(rawValue: 2)
    /// What a CLIP model has, but not each of its published parts.
    public static let both: Towers = [.vision, .text]
}

extension LoadingOptions {
    /// Refuses a model without a tower that the caller needs.
    /// - Parameter name: the model's, for the message.
    func checkTowers(of configuration: ModelConfiguration, _ name: String) throws(ConfigurationError) {
        let missing = needs.subtracting(configuration.towers)
        guard !missing.isEmpty else { return }
        let (there, absent, inputs) =
            missing == .vision
            ? ("a text tower", "image tower", "pictures") : ("an image tower", "text tower", "texts")
        throw ConfigurationError(
            .unsupported,
            "\(name): this part of a model is \(there) alone, and \(inputs) need the \(absent), too; take the "
                + "whole model's folder")
    }
}

extension ModelConfiguration {
    /// The same model for pictures of another size.
    /// - Parameters:
    ///   - imageSize: width and height in pixels; nil changes nothing.
    ///   - layout: whose software positions are interpolated as.
    ///   - name: the model's, for the message.
    func resized(
        to imageSize: Int?, as layout: ModelFolder.Layout, _ name: String
    ) throws(ConfigurationError) -> ModelConfiguration {
        guard let imageSize, imageSize != vision?.imageSize else { return self }
        var result = self
        switch vision {
        case nil:
            throw ConfigurationError(.unsupported, "\(name): a text tower alone has no image size to change")
        case .resnet:
            throw ConfigurationError(
                .unsupported,
                "\(name): image size \(imageSize): a ResNet's positions are not interpolated, here as in OpenCLIP; "
                    + "only vision transformers take another size")
        case .vit(var tower):
            guard imageSize >= tower.patchSize else {
                throw ConfigurationError(
                    .unsupported,
                    "\(name): image size \(imageSize) is smaller than one patch of \(tower.patchSize)")
            }
            tower.imageSize = imageSize
            guard tower.grid <= LoadingOptions.mostPatches / max(tower.grid, 1) else {
                let side = Int(Double(LoadingOptions.mostPatches).squareRoot())
                throw ConfigurationError(
                    .unsupported,
                    "\(name): image size \(imageSize) gives \(tower.grid) patches of \(tower.patchSize) a side, and "
                        + "\(side) are the most: take a size up to \((side + 1) * tower.patchSize - 1)")
            }
            tower.positionFilter = layout == .huggingFace ? .bicubic : .antialiasedBicubic
            result.vision = .vit(tower)
        }
        return result
    }
}

extension PreprocessingConfiguration {
    /// The same preparation for a network of another size; a side that is resized to before a crop keeps its
    /// proportion to the crop.
    func resized(to imageSize: Int?) -> PreprocessingConfiguration {
        guard let imageSize, imageSize != self.imageSize else { return self }
        var result = self
        result.resizedSide = resizedSide.map { side in
            Int((Double(side) * Double(imageSize) / Double(self.imageSize)).rounded())
        }
        result.imageSize = imageSize
        return result
    }
}
