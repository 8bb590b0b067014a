public import CLIP

extension ModelCard {
    /// The networks' sizes and choices.
    public var configuration: ModelConfiguration {
        let base = isTwin ? String(architecture.dropLast("-quickgelu".count)) : architecture
        guard let sizes = Self.architectures[base] else {
            preconditionFailure("the table of architectures lacks \(base)")
        }
        return sizes.applying(activation)
    }

    /// OpenCLIP's name of the architecture that has these sizes, without the activation's ending; nil if none has.
    public static func architecture(of configuration: ModelConfiguration) -> String? {
        var sizes = configuration.applying(.gelu)
        // How the end of a text is found is the layout's.
        if case .first = sizes.text?.pooling { sizes.text?.pooling = .highestToken }
        return architectures.first { $0.value == sizes }?.key
    }
}

extension ModelConfiguration {
    /// The same sizes with another activation in both towers.
    fileprivate func applying(_ activation: Activation) -> ModelConfiguration {
        var other = self
        if case .vit(var tower) = vision {
            tower.activation = activation
            other.vision = .vit(tower)
        }
        other.text?.activation = activation
        return other
    }
}
