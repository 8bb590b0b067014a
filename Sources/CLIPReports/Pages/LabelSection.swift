/// Pictures whose given label the model finds far less likely than another.
public struct LabelSection: Sendable, Hashable {
    /// A label that may be wrong.
    public struct Suspect: Sendable, Hashable {
        /// The picture; `predicted` is the label that is suggested.
        public var picture: PictureCard

        /// A suspect by its picture.
        public init(_ picture: PictureCard) {
            self.picture = picture
        }
    }

    /// Labels that were looked at.
    public var examined: Int
    /// All suspects found, also those that are not shown.
    public var found: Int
    /// Those that are shown, worst first.
    public var suspects: [Suspect]
    /// What to do about them: the file that lists them and the option that applies it.
    public var advice: String
    /// Why the doubts may be worth little; empty where nothing is known against them.
    public var warning = ""

    /// Labels that may be wrong, out of all that were examined.
    public init(examined: Int, found: Int, suspects: [Suspect], advice: String) {
        self.examined = examined
        self.found = found
        self.suspects = suspects
        self.advice = advice
    }

    var section: PageSection {
        let share = examined > 0 ? Double(found) / Double(examined) : 0
        let count =
            "\(ShownNumber.grouped(found)) of \(ShownNumber.count(examined, "label")) "
            + "(\(ShownNumber.percent(share))) may be wrong"
            + (suspects.count < found ? "; the \(ShownNumber.grouped(suspects.count)) worst are shown." : ".")
        return PageSection(
            id: "labels", title: "Labels that may be wrong",
            lead:
                "Pictures whose given label the model finds far less likely than another, by confident learning, "
                + "worst first. The model may be the one that errs: look before you change anything.",
            content: [
                warning.isEmpty ? .none : .element("p", [:], [.element("strong", [:], warning)]),
                .element("p", [:], count + (advice.isEmpty ? "" : " " + advice)),
                .element("ol", ["class": "suspects"], suspects.map(\.markup)),
            ])
    }
}

extension LabelSection.Suspect {
    fileprivate var markup: Markup {
        func said(_ what: String, _ label: String, _ share: Double?) -> [Markup] {
            [
                .element("dt", [:], what),
                .element(
                    "dd", [:],
                    [
                        .element("bdi", [:], label),
                        share.map { .element("span", ["class": "quiet"], " \(ShownNumber.percent($0))") }
                            ?? .none,
                    ]),
            ]
        }
        return .element(
            "li", ["class": "suspect"],
            [
                picture.image("Picture labelled \(picture.given)"),
                .element(
                    "div", [:],
                    [
                        .element(
                            "dl", ["class": "said"],
                            said("given", picture.given, picture.givenConfidence)
                                + said("suggested", picture.predicted, picture.confidence)),
                        .element("div", ["class": "file"], [.element("bdi", [:], picture.id)]),
                    ]),
            ])
    }
}
