/// Two values of several things side by side, joined by a line that shows which way they moved.
public struct DumbbellChart: Sendable, Hashable {
    /// One thing with both values.
    public struct Row: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// From 0 to 1.
        public var before: Double
        /// From 0 to 1.
        public var after: Double

        /// Describes one row.
        public init(name: String, before: Double, after: Double) {
            self.name = name
            self.before = before
            self.after = after
        }
    }

    /// The file's name without its ending.
    public var name: String
    /// What it shows.
    public var title: String
    /// What the first value is of.
    public var beforeTitle: String
    /// What the second value is of.
    public var afterTitle: String
    /// The rows; drawn by how far they moved, gains first.
    public var rows: [Row]

    /// A chart of some rows.
    public init(name: String, title: String, beforeTitle: String, afterTitle: String, rows: [Row]) {
        self.name = name
        self.title = title
        self.beforeTitle = beforeTitle
        self.afterTitle = afterTitle
        self.rows = rows
    }

    /// The rows that moved most, at most `limit` gains and as many losses, gains first.
    func mostMoved(_ limit: Int) -> [Row] {
        let sorted = rows.enumerated().sorted {
            ($1.element.after - $1.element.before, $0.offset) < (
                $0.element.after - $0.element.before, $1.offset
            )
        }.map(\.element)
        guard sorted.count > 2 * limit else { return sorted }
        let gains = sorted.prefix(limit).filter { $0.after > $0.before }
        let losses = sorted.suffix(limit).filter { $0.after < $0.before }
        return gains + losses
    }

    func figure(limit: Int = 20) -> SVGFigure {
        let shown = mostMoved(limit)
        let gains = rows.count { $0.after > $0.before }
        let losses = rows.count { $0.after < $0.before }
        let summary =
            "\(ShownNumber.count(gains, "class")) better with \(afterTitle), \(losses) worse, "
            + "\(rows.count - gains - losses) unchanged."
        let names = min(shown.map { TextWidth.of($0.name) }.max() ?? 0, 130) + 12
        let step = 20.0
        let top = 44.0
        let bottom = top + step * Double(shown.count) + 6
        return SVGFigure(name: name, title: title, summary: summary, width: 440, height: bottom + 46) {
            canvas in
            let plot = Plot(left: names, right: 386, top: top, bottom: bottom, x: 0...1, y: 0...1)
            canvas.dot("f-open", x: 8, y: 10, radius: 4)
            canvas.text("f-small", beforeTitle, x: 18, y: 14, limit: 180)
            let second = 18 + min(TextWidth.of(beforeTitle), 180) + 24
            canvas.dot("f-hit f-dot", x: second, y: 10, radius: 4.5)
            canvas.text("f-small", afterTitle, x: second + 10, y: 14, limit: 400 - second)
            canvas.text("f-quiet f-small", "change", x: 436, y: top - 10, .end)
            for tick in [0.0, 0.25, 0.5, 0.75, 1] {
                canvas.line("f-grid", plot.x(tick), top - 4, plot.x(tick), bottom)
            }
            for (place, row) in shown.enumerated() {
                draw(row, at: top + (Double(place) + 0.5) * step, step, names, plot, &canvas)
            }
            plot.drawBottom(
                words: [0.0, 0.25, 0.5, 0.75, 1].map { ($0, ShownNumber.fixed($0 * 100, 0)) },
                title: "right, %",
                on: &canvas)
        }
    }

    private func draw(
        _ row: Row, at middle: Double, _ step: Double, _ names: Double, _ plot: Plot,
        _ canvas: inout SVGCanvas
    ) {
        let change = row.after - row.before
        let (from, to) = (plot.x(row.before), plot.x(row.after))
        canvas.text("f-small", row.name, x: names - 8, y: middle + 4, .end, limit: names - 12)
        if change != 0 { canvas.line(change > 0 ? "f-gain" : "f-loss", from, middle, to, middle) }
        canvas.dot("f-open", x: from, y: middle, radius: 4)
        canvas.dot(change < 0 ? "f-miss f-dot" : "f-hit f-dot", x: to, y: middle, radius: 4.5)
        canvas.text("f-small f-quiet", ShownNumber.points(change), x: 436, y: middle + 4, .end)
        canvas.target(
            x: 0, y: middle - step / 2, width: 440, height: step,
            tip: "\(row.name): \(beforeTitle) \(ShownNumber.percent(row.before)), \(afterTitle) "
                + "\(ShownNumber.percent(row.after)), \(ShownNumber.points(change)) points")
    }
}
