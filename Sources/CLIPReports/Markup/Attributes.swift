/// An element's attributes, in the order in which they are written.
struct Attributes: ExpressibleByDictionaryLiteral {
    private var entries: [(name: StaticString, value: String?)]

    init(dictionaryLiteral elements: (StaticString, String?)...) {
        entries = elements.map { (name: $0.0, value: $0.1) }
    }

    /// Both, one after the other.
    static func + (first: Attributes, second: Attributes) -> Attributes {
        var all = first
        all.entries += second.entries
        return all
    }

    /// As they stand in a tag, each with a space before it; those without a value are left out.
    var source: String {
        var source = ""
        for case (let name, let value?) in entries { source += " \(name)=\"\(Escaping.text(value))\"" }
        return source
    }
}
