import CLIP
import CLIPHub

/// What is known of a model beyond its sizes.
enum ModelFacts {
    /// - Parameter card: the checkpoint's, if it is a published one.
    static func members(of model: CLIPModel, _ card: ModelCard?) -> [(name: String, value: JSONText)] {
        let family = ModelCard.architecture(of: model.configuration)
        let licence = card?.licence ?? model.folder.statedLicence
        return [
            (name: "checkpoint", value: card.map { .string($0.pair) } ?? .null),
            (name: "family", value: family.map(JSONText.string) ?? .null),
            (name: "dtype", value: .strings(model.storedTypes)),
            (name: "licence", value: licence.map(JSONText.string) ?? .null),
            (name: "imagenet_top1", value: card?.imageNetTop1.map(JSONText.double) ?? .null),
        ]
    }
}
