/// A figure that is drawn twice: inside a page, where it takes the page's colours and answers the pointer and the
/// keys, and as a file that brings its own style for light and dark.
public struct SVGFigure: Sendable {
    /// The file's name without its ending; unique in a report.
    public let name: String
    /// What it shows, in a few words.
    public let title: String
    /// What it says, for whoever cannot see it.
    public let summary: String
    /// Its width and height in pixels at natural size.
    let size: (width: Double, height: Double)
    private let draw: @Sendable (inout SVGCanvas) -> Void

    init(
        name: String, title: String, summary: String, width: Double, height: Double,
        draw: @escaping @Sendable (inout SVGCanvas) -> Void
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        size = (width, height)
        self.draw = draw
    }

    /// The figure as part of a page: one stop of the tab key, its marks reached by the arrow keys.
    func inline() -> Markup {
        var canvas = SVGCanvas(isInteractive: true)
        draw(&canvas)
        let hasMarks = canvas.hasMarks
        return svg(
            [
                "class": "figure", "id": "figure-\(name)", "tabindex": hasMarks ? "0" : nil,
                "data-marks": hasMarks ? "" : nil, "role": "img",
                "aria-label": "\(title). \(summary)" + (hasMarks ? " Arrow keys read out the values." : ""),
            ], canvas.markup)
    }

    /// The figure as a file.
    public func file() -> String {
        var canvas = SVGCanvas(isInteractive: false)
        draw(&canvas)
        let style = Markup.own("style", code: FigureStyle.colours + FigureStyle.rules + FigureStyle.paper)
        let ground = Markup.element(
            "rect",
            [
                "class": "f-paper", "x": "-\(Self.margin)", "y": "-\(Self.margin)", "width": "100%",
                "height": "100%",
            ])
        let document = svg(
            ["xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "title summary"],
            .joined([
                .element("title", ["id": "title"], title), .element("desc", ["id": "summary"], summary),
                style, ground, canvas.markup,
            ]), margin: Self.margin)
        return document.source + "\n"
    }

    /// Pixels around a figure that stands alone.
    private static let margin = 12

    private func svg(_ attributes: Attributes, _ content: Markup, margin: Int = 0) -> Markup {
        let width = ShownNumber.coordinate(size.width + Double(2 * margin))
        let height = ShownNumber.coordinate(size.height + Double(2 * margin))
        return .element(
            "svg",
            attributes + [
                "viewBox": "\(-margin) \(-margin) \(width) \(height)", "width": width, "height": height,
            ],
            [content])
    }
}
