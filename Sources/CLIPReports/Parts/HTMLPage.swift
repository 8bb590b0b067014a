/// A document that needs nothing but itself: style, scripts, figures and pictures are in it, and its policy
/// forbids a browser to load anything else.
struct HTMLPage {
    /// The title of the document and its first heading.
    var title: String
    /// What came out, in a sentence or two.
    var intro: String
    /// Its parts.
    var sections: [PageSection]
    /// What made it.
    var footer: String

    var source: String {
        let policy =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'"
        let head = Markup.element(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"]),
                .element("meta", ["name": "generator", "content": "swift-clip"]),
                .element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
                .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .element("meta", ["name": "color-scheme", "content": "light dark"]),
                .element("title", [:], title), .element("link", ["rel": "icon", "href": "data:,"]),
                .own(
                    "style",
                    code: FigureStyle.colours + FigureStyle.rules + StyleSheet.source + StyleSheet.map
                        + StyleSheet.print),
            ])
        let links = sections.map { section in
            Markup.element("li", [:], [.element("a", ["href": "#\(section.id)"], section.title)])
        }
        let body = Markup.element(
            "body", [:],
            [
                .element("a", ["class": "skip", "href": "#main"], "To the content"),
                .element(
                    "header", [:],
                    [
                        .element("h1", ["dir": "auto"], title), .element("p", ["class": "intro"], intro),
                        .element("nav", ["aria-label": "Contents"], [.element("ul", [:], links)]),
                    ]),
                .element("main", ["id": "main"], sections.map(\.markup)),
                .element("footer", [:], footer),
                .own("script", code: PageScript.source + HeatMapScript.source),
            ])
        return "<!DOCTYPE html>\n"
            + Markup.element("html", ["lang": "en"], [.text("\n"), head, .text("\n"), body]).source + "\n"
    }
}

/// A part of a page: a heading with what it shows and how to read it, and its content.
struct PageSection {
    /// What links lead to.
    var id: String
    var title: String
    /// One or two sentences beside the heading.
    var lead: String
    var content: [Markup]

    var markup: Markup {
        .element(
            "section", ["id": id, "aria-labelledby": "\(id)-title"],
            [
                .element(
                    "header", [:],
                    [
                        .element("h2", ["id": "\(id)-title"], title),
                        lead.isEmpty ? .none : .element("p", ["class": "lead"], lead),
                    ]),
                .element("div", [:], content),
            ])
    }
}

extension SVGFigure {
    /// The figure with its caption and the file of it.
    func captioned(_ caption: String, showsTitle: Bool = true) -> Markup {
        .element(
            "figure", [:],
            [
                showsTitle ? .element("p", ["class": "figure-title"], title) : .none, inline(),
                .element(
                    "figcaption", [:],
                    [
                        .text(caption + " "),
                        .element(
                            "a", ["href": "figures/\(name).svg", "aria-label": "\(title) as an SVG file"],
                            "SVG"),
                    ]),
            ])
    }
}
