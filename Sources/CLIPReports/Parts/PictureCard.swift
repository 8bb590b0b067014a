/// A picture with what the data says of it and what the model said.
public struct PictureCard: Sendable, Hashable {
    /// Which picture it is: the sample's name in its dataset.
    public var id: String
    /// The picture; nil where it could not be read again, or where no more fit.
    public var thumbnail: Thumbnail?
    /// The label that the data gives; several where the picture has several.
    public var given: String
    /// The label that the model puts first.
    public var predicted: String
    /// Whether the prediction is right.
    public var isRight: Bool
    /// The probability of the predicted label, from 0 to 1.
    public var confidence: Double?
    /// The probability of the given label, from 0 to 1.
    public var givenConfidence: Double?

    /// Describes one picture.
    public init(
        id: String, thumbnail: Thumbnail?, given: String, predicted: String, isRight: Bool,
        confidence: Double? = nil, givenConfidence: Double? = nil
    ) {
        self.id = id
        self.thumbnail = thumbnail
        self.given = given
        self.predicted = predicted
        self.isRight = isRight
        self.confidence = confidence
        self.givenConfidence = givenConfidence
    }

    /// The picture alone.
    func image(_ description: String) -> Markup {
        guard let thumbnail else { return .element("div", ["class": "none"], "no picture") }
        return .element(
            "img",
            [
                "src": thumbnail.address, "alt": description, "width": "\(Thumbnail.side)",
                "height": "\(Thumbnail.side)", "title": id,
            ])
    }

    /// The picture with both labels.
    var card: Markup {
        let said =
            isRight
            ? [line("given and predicted", given, "right", confidence)]
            : [line("given", given, nil, givenConfidence), line("predicted", predicted, "wrong", confidence)]
        return .element(
            "li", ["class": "card"],
            [image("Picture labelled \(given), predicted \(predicted)"), .element("div", [:], said)])
    }

    private func line(_ what: String, _ label: String, _ style: String?, _ share: Double?) -> Markup {
        .element(
            "div", ["class": style.map { "name \($0)" } ?? "name", "title": "\(what): \(label)"],
            [
                style == nil ? .element("span", ["class": "quiet"], "\(what): ") : .none,
                .element("bdi", [:], label),
                share.map { .element("span", ["class": "quiet"], " \(ShownNumber.percent($0, 0))") } ?? .none,
            ])
    }

    /// Several pictures as a grid.
    static func grid(_ cards: [PictureCard]) -> Markup {
        .element("ul", ["class": "cards"], cards.map(\.card))
    }
}
