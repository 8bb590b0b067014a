/// What a figure is drawn on: shapes with classes of ``FigureStyle``, in pixels from the upper left corner.
struct SVGCanvas {
    /// How text lies at its place.
    enum Anchor: String {
        case start, middle, end
    }

    /// Whether the drawing is part of a page, where a script shows what marks say.
    let isInteractive: Bool
    /// Whether anything says more when it is pointed at.
    private(set) var hasMarks = false
    private var pieces: [Markup] = []

    init(isInteractive: Bool) {
        self.isInteractive = isInteractive
    }

    /// All that was drawn.
    var markup: Markup { .joined(pieces) }

    mutating func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        pieces.append(
            .element(
                "line", ["class": style, "x1": at(x1), "y1": at(y1), "x2": at(x2), "y2": at(y2)]))
    }

    mutating func rectangle(
        _ style: String, x: Double, y: Double, width: Double, height: Double, radius: Double? = nil,
        tip: String? = nil
    ) {
        mark(
            "rect",
            [
                "class": style, "x": at(x), "y": at(y), "width": at(max(width, 0)),
                "height": at(max(height, 0)), "rx": radius.map(at),
            ], tip)
    }

    mutating func path(_ style: String, _ steps: String, tip: String? = nil) {
        mark("path", ["class": style, "d": steps], tip)
    }

    mutating func dot(_ style: String, x: Double, y: Double, radius: Double, tip: String? = nil) {
        mark("circle", ["class": style, "cx": at(x), "cy": at(y), "r": at(radius)], tip)
    }

    /// Text whose baseline starts, has its middle or ends at a place; what is longer than `limit` pixels is cut.
    mutating func text(
        _ style: String, _ text: String, x: Double, y: Double, _ anchor: Anchor = .start,
        limit: Double? = nil,
        turned: Double? = nil
    ) {
        let shown = limit.map { TextWidth.cut(text, to: $0) } ?? text
        mark(
            "text",
            [
                "class": style, "x": at(x), "y": at(y),
                "text-anchor": anchor == .start ? nil : anchor.rawValue,
                "transform": turned.map { "rotate(\(at($0)) \(at(x)) \(at(y)))" },
            ], shown == text || isInteractive ? nil : text, [.text(shown)])
    }

    /// A place that says something when pointed at, over what is too small to hit.
    mutating func target(x: Double, y: Double, width: Double, height: Double, tip: String) {
        rectangle("f-target", x: x, y: y, width: width, height: height, tip: tip)
    }

    private mutating func mark(
        _ name: StaticString, _ attributes: Attributes, _ tip: String?,
        _ content: [Markup] = []
    ) {
        guard let tip else {
            pieces.append(.element(name, attributes, content))
            return
        }
        hasMarks = true
        pieces.append(
            isInteractive
                ? .element(name, attributes + ["data-tip": tip], content)
                : .element(name, attributes, content + [.element("title", [:], tip)]))
    }

    private func at(_ value: Double) -> String { ShownNumber.coordinate(value) }
}
