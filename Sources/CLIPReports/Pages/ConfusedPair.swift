/// Pictures of one class that were taken for another.
public struct ConfusedPair: Sendable, Hashable {
    /// The class that the data gives.
    public var given: String
    /// The class that was predicted.
    public var predicted: String
    /// How many pictures.
    public var count: Int
    /// Of how many of the given class.
    public var total: Int
    /// Some of the pictures.
    public var pictures: [PictureCard]

    /// Describes one pair.
    public init(given: String, predicted: String, count: Int, total: Int, pictures: [PictureCard]) {
        self.given = given
        self.predicted = predicted
        self.count = count
        self.total = total
        self.pictures = pictures
    }

    var markup: Markup {
        let share = total > 0 ? Double(count) / Double(total) : 0
        return .element(
            "li", [:],
            [
                .element(
                    "div", [:],
                    [
                        .element("p", [:], [.element("bdi", [:], given)]),
                        .element(
                            "p", [:],
                            [
                                .element("span", ["class": "quiet"], "taken for "),
                                .element("bdi", [:], predicted),
                            ]),
                        .element(
                            "p", ["class": "lead"],
                            "\(ShownNumber.grouped(count)) of \(ShownNumber.count(total, "picture")), "
                                + ShownNumber.percent(share)),
                    ]),
                pictures.isEmpty
                    ? .none
                    : .element(
                        "ul", ["class": "strip"],
                        pictures.prefix(6).map { picture in
                            .element(
                                "li", [:],
                                [picture.image("Picture labelled \(given), taken for \(predicted)")])
                        }),
            ])
    }
}
