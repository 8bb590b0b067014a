/// Names of curves with their line and marker, in as many lines as they need.
struct CurveLegend {
    private let entries: [(name: String, x: Double, y: Double)]
    /// Pixels that it takes.
    let height: Double

    init(_ names: [String], width: Double) {
        var entries: [(name: String, x: Double, y: Double)] = []
        var x = 0.0
        var y = 14.0
        for name in names {
            let needed = min(TextWidth.of(name), width - 40) + 46
            if x > 0, x + needed > width { (x, y) = (0, y + 19) }
            entries.append((name, x, y))
            x += needed
        }
        self.entries = entries
        height = entries.isEmpty ? 0 : y + 6
    }

    /// Colour by series; those beyond seven differ by dash.
    static func style(_ index: Int) -> String {
        let dash = index / 7
        return "f-s\(index % 7 + 1)" + (dash > 0 ? " f-d\(min(dash + 1, 4))" : "")
    }

    /// A circle, square, diamond or triangle.
    static func marker(_ index: Int, x: Double, y: Double, on canvas: inout SVGCanvas, tip: String? = nil) {
        let style = "\(style(index)) f-point"
        let at = ShownNumber.coordinate
        switch index % 4 {
        case 0: canvas.dot(style, x: x, y: y, radius: 4.5, tip: tip)
        case 1: canvas.rectangle(style, x: x - 4, y: y - 4, width: 8, height: 8, tip: tip)
        case 2:
            canvas.path(style, "M\(at(x)) \(at(y - 5.5))l5.5 5.5l-5.5 5.5l-5.5 -5.5z", tip: tip)
        default: canvas.path(style, "M\(at(x)) \(at(y - 5))l5 9h-10z", tip: tip)
        }
    }

    func draw(on canvas: inout SVGCanvas) {
        for (index, entry) in entries.enumerated() {
            let middle = entry.y - 4
            canvas.path(
                "\(Self.style(index)) f-curve",
                "M\(ShownNumber.coordinate(entry.x)) \(ShownNumber.coordinate(middle))h24")
            Self.marker(index, x: entry.x + 12, y: middle, on: &canvas)
            canvas.text("f-small", entry.name, x: entry.x + 30, y: entry.y, limit: 390)
        }
    }
}
