/// One of the numbers that a page begins with.
public struct Headline: Sendable, Hashable {
    /// What it is, in plain words.
    public var name: String
    /// Its value as it is shown.
    public var value: String
    /// Its 95 % interval as it is shown, and what it was computed from: a line each.
    public var details: [String]

    /// A number in its shown form.
    public init(name: String, value: String, _ details: String...) {
        self.name = name
        self.value = value
        self.details = details
    }

    /// A share from 0 to 1 of `count` things, with its 95 % interval.
    public init(
        name: String, share: Double?, interval: ClosedRange<Double>? = nil, of count: Int, _ noun: String
    ) {
        self.name = name
        value = ShownNumber.percent(share)
        details = [interval.map { ShownNumber.percent($0) }, "n = \(ShownNumber.grouped(count)) \(noun)"]
            .compactMap(\.self)
    }

    /// A plain number with its 95 % interval, computed from `count` things.
    public init(
        name: String, number: Double, interval: ClosedRange<Double>? = nil, decimals: Int = 3, of count: Int,
        _ noun: String
    ) {
        self.name = name
        value = ShownNumber.fixed(number, decimals)
        let range = interval.map {
            "\(ShownNumber.fixed($0.lowerBound, decimals))–\(ShownNumber.fixed($0.upperBound, decimals))"
        }
        details = [range, "n = \(ShownNumber.grouped(count)) \(noun)"].compactMap(\.self)
    }

    /// Several numbers side by side.
    static func row(_ headlines: [Headline]) -> Markup {
        .element(
            "dl", ["class": "headlines"],
            headlines.map { headline in
                .element(
                    "div", [:],
                    [
                        .element("dt", [:], headline.name),
                        .element("dd", ["class": "value"], headline.value),
                        .element("dd", ["class": "range"], headline.details.map { .element("div", [:], $0) }),
                    ])
            })
    }
}

/// Something that was fixed before a run: the model, its precision, a template.
public struct Fact: Sendable, Hashable {
    /// What was fixed.
    public var name: String
    /// To what; several values stand on lines of their own.
    public var values: [String]

    /// Names a fact.
    public init(_ name: String, _ values: String...) {
        self.init(name, values)
    }

    /// Names a fact of several values.
    public init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values
    }

    static func list(_ facts: [Fact]) -> Markup {
        .element(
            "dl", ["class": "facts"],
            facts.flatMap { fact in
                [Markup.element("dt", [:], fact.name)]
                    + [
                        .element(
                            "dd", [:], fact.values.map { .element("div", [:], [.element("bdi", [:], $0)]) })
                    ]
            })
    }
}
