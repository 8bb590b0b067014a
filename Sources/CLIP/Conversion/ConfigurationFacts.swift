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
        case .vit(let tower): facts += tower.facts
        case .resnet(let tower):
            facts += [
                .init("image tower", "ResNet"), .init("image width", tower.width),
                .init("image layers", tower.layers), .init("image heads", tower.heads),
                .init("input", tower.imageSize),
            ]
        case nil: break
        }
        return facts + (text?.facts ?? [])
    }
}

extension ModelConfiguration.VisionTransformer {
    fileprivate var facts: [ConfigurationFact] {
        [
            .init("image tower", "transformer"), .init("image width", width), .init("image layers", layers),
            .init("image heads", heads), .init("image MLP width", mlpWidth), .init("patch", patchSize),
            .init("input", imageSize), .init("image activation", activation.rawValue),
            .init("image epsilon", epsilon), .init("image norm before the blocks", hasPreNorm),
            .init("image layer scale", hasLayerScale), .init("image pooling", pooling.rawValue),
        ]
    }
}

extension ModelConfiguration.Text {
    fileprivate var facts: [ConfigurationFact] {
        let end =
            switch pooling {
            case .highestToken: "highest token"
            case .first(let id): "token \(id)"
            case .start: "first position"
            case .last: "last position"
            }
        return [
            .init("text width", width), .init("text layers", layers), .init("text heads", heads),
            .init("text MLP width", mlpWidth), .init("positions", contextLength),
            .init("vocabulary", vocabularySize), .init("text activation", activation.rawValue),
            .init("text epsilon", epsilon), .init("end of text", end), .init("causal", isCausal),
            .init("text layer scale", hasLayerScale), .init("text projection", projection.rawValue),
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
