/// One setting of a model, in words, so that two models can be laid side by side.
public struct ConfigurationFact: Sendable, Hashable {
    /// What it is called: "image tower's width".
    public let name: String
    /// Its value.
    public let value: String

    init(_ name: String, _ value: some CustomStringConvertible) {
        self.name = name
        self.value = value.description
    }
}

extension ModelConfiguration {
    /// All sizes and choices.
    public var facts: [ConfigurationFact] {
        var facts = [ConfigurationFact("embedding", embedDimension)]
        switch vision {
        case .vit(let tower):
            facts += [
                .init("image tower", "transformer"), .init("image width", tower.width),
                .init("image layers", tower.layers), .init("image heads", tower.heads),
                .init("image MLP width", tower.mlpWidth), .init("patch", tower.patchSize),
                .init("input", tower.imageSize), .init("image activation", tower.activation.rawValue),
                .init("image epsilon", tower.epsilon),
            ]
        case .resnet(let tower):
            facts += [
                .init("image tower", "ResNet"), .init("image width", tower.width),
                .init("image layers", tower.layers), .init("image heads", tower.heads),
                .init("input", tower.imageSize),
            ]
        }
        let pooling =
            switch text.pooling {
            case .highestToken: "highest token"
            case .first(let id): "token \(id)"
            }
        return facts + [
            .init("text width", text.width), .init("text layers", text.layers),
            .init("text heads", text.heads),
            .init("text MLP width", text.mlpWidth), .init("positions", text.contextLength),
            .init("vocabulary", text.vocabularySize), .init("text activation", text.activation.rawValue),
            .init("text epsilon", text.epsilon), .init("end of text", pooling),
        ]
    }
}

extension PreprocessingConfiguration {
    /// All settings.
    public var facts: [ConfigurationFact] {
        [
            .init("side", imageSize), .init("resized side", resizedSide ?? imageSize),
            .init("rescale factor", rescaleFactor), .init("mean", mean), .init("std", standardDeviation),
            .init("interpolation", interpolation.rawValue), .init("resize", resizeMode.rawValue),
            .init("crop rounding", cropRounding.rawValue), .init("colour order", colourOrder.rawValue),
            .init("fill", fill),
        ]
    }
}
