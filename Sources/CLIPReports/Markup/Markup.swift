/// A piece of HTML or SVG, already escaped: what is put together from pieces is well-formed by construction.
///
/// Elements are written in the syntax that HTML and XML share, every one closed.
public struct Markup: Sendable, Hashable {
    /// The piece as it stands in a document.
    public let source: String

    private init(raw source: String) {
        self.source = source
    }

    /// Nothing.
    static let none = Markup(raw: "")

    /// Text, with what a document would take for markup escaped.
    static func text(_ text: String) -> Markup { Markup(raw: Escaping.text(text)) }

    /// An element; attributes without a value are left out.
    static func element(
        _ name: StaticString, _ attributes: Attributes = [:], _ children: [Markup] = []
    ) -> Markup {
        var source = "<\(name)" + attributes.source
        if children.isEmpty, isVoid(name) { return Markup(raw: source + "/>") }
        source += ">"
        for child in children { source += child.source }
        return Markup(raw: source + "</\(name)>")
    }

    /// An element around text.
    static func element(
        _ name: StaticString, _ attributes: Attributes = [:], _ text: String
    ) -> Markup {
        element(name, attributes, [.text(text)])
    }

    /// Pieces one after the other.
    static func joined(_ pieces: [Markup], by separator: String = "") -> Markup {
        Markup(raw: pieces.map(\.source).joined(separator: Escaping.text(separator)))
    }

    /// A style sheet or a script of this package's own, taken as it is.
    static func own(_ name: StaticString, _ attributes: Attributes = [:], code: String)
        -> Markup
    {
        let opening = element(name, attributes, [.none]).source.dropLast(name.utf8CodeUnitCount + 3)
        return Markup(raw: opening + code + "</\(name)>")
    }

    /// Values for a script, in an element that is not run.
    static func data(id: String, _ json: JSONData) -> Markup {
        own("script", ["type": "application/json", "id": id], code: json.source)
    }

    /// HTML's elements without an end, and SVG's shapes.
    private static func isVoid(_ name: StaticString) -> Bool {
        switch "\(name)" {
        case "br", "hr", "img", "input", "meta", "link", "col": true
        case "rect", "line", "path", "circle", "polyline", "use": true
        default: false
        }
    }
}
