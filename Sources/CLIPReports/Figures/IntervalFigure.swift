/// Values with intervals under each other, each with the values of its parts as small marks.
public struct IntervalChart: Sendable, Hashable {
    /// One value.
    public struct Row: Sendable, Hashable {
        /// What it is of.
        public var name: String
        /// From 0 to 1.
        public var value: Double
        /// Its 95 % interval.
        public var interval: ClosedRange<Double>?
        /// Values of its parts, such as single templates.
        public var parts: [Double]

        /// Describes one value.
        public init(name: String, value: Double, interval: ClosedRange<Double>?, parts: [Double] = []) {
            self.name = name
            self.value = value
            self.interval = interval
            self.parts = parts
        }
    }

    /// The file's name without its ending.
    public var name: String
    /// What it shows.
    public var title: String
    /// What a part is; nil where no row has any.
    public var partTitle: String?
    /// The values, in their order.
    public var rows: [Row]

    /// A chart of some values.
    public init(name: String, title: String, partTitle: String? = nil, rows: [Row]) {
        self.name = name
        self.title = title
        self.partTitle = partTitle
        self.rows = rows
    }

    func figure() -> SVGFigure {
        let step = 34.0
        let top = 34.0
        let bottom = top + step * Double(rows.count) + 4
        let names = min(rows.map { TextWidth.of($0.name) }.max() ?? 0, 120) + 12
        let summary =
            rows.map { "\($0.name): \(ShownNumber.percent($0.value))" }.joined(separator: "; ") + "."
        return SVGFigure(name: name, title: title, summary: summary, width: 440, height: bottom + 44) {
            canvas in
            let all = rows.flatMap { row in
                [row.value, row.interval?.lowerBound ?? row.value, row.interval?.upperBound ?? row.value]
                    + row.parts
            }.filter(\.isFinite)
            let least = max((all.min() ?? 0) - 0.005, 0)
            let axis = Plot.Axis.shares(least...min(max(all.max() ?? 1, least + 0.02), 1), "right, %")
            let plot = Plot(left: names, right: 384, top: top, bottom: bottom, x: axis.ticks.range, y: 0...1)
            for tick in axis.ticks.values {
                canvas.line("f-grid", plot.x(tick), top - 4, plot.x(tick), bottom)
            }
            if let partTitle {
                canvas.line("f-part", names + 4, 10, names + 4, 20)
                canvas.text("f-quiet f-small", partTitle, x: names + 12, y: 19)
            }
            for (place, row) in rows.enumerated() {
                draw(row, at: top + (Double(place) + 0.5) * step, step, names, plot, &canvas)
            }
            plot.drawBottom(axis, on: &canvas)
        }
    }

    private func draw(
        _ row: Row, at middle: Double, _ step: Double, _ names: Double, _ plot: Plot,
        _ canvas: inout SVGCanvas
    ) {
        canvas.text("f-small", row.name, x: names - 8, y: middle + 4, .end, limit: names - 12)
        for part in row.parts { canvas.line("f-part", plot.x(part), middle - 9, plot.x(part), middle + 9) }
        if let interval = row.interval {
            canvas.line(
                "f-hit-line", plot.x(interval.lowerBound), middle, plot.x(interval.upperBound), middle)
        }
        canvas.dot("f-hit f-dot", x: plot.x(row.value), y: middle, radius: 5)
        canvas.text("f-small", ShownNumber.percent(row.value), x: 436, y: middle + 4, .end)
        let parts = row.parts.min().flatMap { least in row.parts.max().map { (least, $0) } }
        canvas.target(
            x: 0, y: middle - step / 2, width: 440, height: step,
            tip: "\(row.name): \(ShownNumber.percent(row.value))"
                + (row.interval.map { " (95 % interval \(ShownNumber.percent($0)))" } ?? "")
                + (parts.map { "; alone \(ShownNumber.percent($0.0)) to \(ShownNumber.percent($0.1))" } ?? "")
        )
    }
}
