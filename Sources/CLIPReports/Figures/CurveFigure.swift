/// Curves over a few named places, such as numbers of shots or severities, each value with its 95 % interval.
public struct CurveChart: Sendable, Hashable {
    /// One value of a curve.
    public struct Point: Sendable, Hashable {
        /// The index of its place.
        public var place: Int
        /// From 0 to 1.
        public var value: Double
        /// Its 95 % interval.
        public var interval: ClosedRange<Double>?

        /// Describes one value.
        public init(place: Int, value: Double, interval: ClosedRange<Double>? = nil) {
            self.place = place
            self.value = value
            self.interval = interval
        }
    }

    /// One curve.
    public struct Series: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its values, by place.
        public var points: [Point]

        /// Names a curve.
        public init(name: String, points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    /// The file's name without its ending.
    public var name: String
    /// What it shows.
    public var title: String
    /// Words along the lower axis.
    public var places: [String]
    /// What the places are.
    public var placeTitle: String
    /// What the values are.
    public var valueTitle: String
    /// The curves; more than seven share colours and differ by dash.
    public var series: [Series]
    /// A value that is drawn as a level line, with its name.
    public var reference: (name: String, value: Double)? {
        get { referenceName.flatMap { name in referenceValue.map { (name, $0) } } }
        set {
            referenceName = newValue?.name
            referenceValue = newValue?.value
        }
    }
    private var referenceName: String?
    private var referenceValue: Double?

    /// A chart without a reference.
    public init(
        name: String, title: String, places: [String], placeTitle: String, valueTitle: String,
        series: [Series]
    ) {
        self.name = name
        self.title = title
        self.places = places
        self.placeTitle = placeTitle
        self.valueTitle = valueTitle
        self.series = series
    }
}

extension CurveChart {
    func figure() -> SVGFigure {
        let legend = CurveLegend(series.map(\.name), width: 430)
        let top = 30 + legend.height
        let bottom = top + 250
        return SVGFigure(name: name, title: title, summary: summary, width: 440, height: bottom + 46) {
            canvas in
            legend.draw(on: &canvas)
            let axis = Plot.Axis.shares(valueRange, valueTitle)
            let last = Double(max(places.count - 1, 1))
            let plot = Plot(
                left: 38, right: 428, top: top, bottom: bottom, x: -0.25...last + 0.25, y: axis.ticks.range)
            plot.drawLeft(axis, on: &canvas)
            plot.drawBottom(
                words: places.enumerated().map { (Double($0.offset), $0.element) }, title: placeTitle,
                on: &canvas)
            if let reference {
                let level = plot.y(reference.value)
                canvas.line("f-ideal", plot.left, level, plot.right, level)
                // A curve of that name says it already.
                if !series.contains(where: { $0.name == reference.name }) {
                    canvas.text("f-quiet f-small", reference.name, x: plot.right, y: level - 5, .end)
                }
            }
            // Bands of many curves hide each other: their ends are drawn at each value in any case.
            for (index, curve) in series.enumerated() where series.count <= 4 {
                band(curve, index, plot, &canvas)
            }
            for (index, curve) in series.enumerated() { line(curve, index, plot, &canvas) }
        }
    }

    private var valueRange: ClosedRange<Double> {
        let all = series.flatMap(\.points)
        let values =
            all.flatMap {
                [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? $0.value]
            }
            .filter(\.isFinite) + (reference.map { [$0.value] } ?? [])
        guard let least = values.min(), let most = values.max() else { return 0...1 }
        return max(least, 0)...min(max(most, least + 0.02), 1)
    }

    private var summary: String {
        series.map { curve in
            let ends = [curve.points.first, curve.points.count > 1 ? curve.points.last : nil].compactMap {
                $0
            }
            return curve.name + ": "
                + ends.map { "\(ShownNumber.percent($0.value)) at \(places[$0.place])" }.joined(
                    separator: ", ")
        }.joined(separator: "; ") + "."
    }

    /// Where a curve's value stands: beside its place where many curves' intervals would cover each other.
    private func beside(_ place: Int, _ index: Int) -> Double {
        guard series.count > 4, places.count > 1 else { return Double(place) }
        let middle = Double(series.count - 1) / 2
        return Double(place) + (Double(index) - middle) * min(0.06, 0.45 / Double(series.count))
    }

    private func band(_ curve: Series, _ index: Int, _ plot: Plot, _ canvas: inout SVGCanvas) {
        let points = curve.points.filter { $0.interval != nil }
        guard points.count > 1 else { return }
        let at = ShownNumber.coordinate
        let upper = points.map {
            "\(at(plot.x(beside($0.place, index)))) \(at(plot.y($0.interval?.upperBound ?? 0)))"
        }
        let lower = points.reversed().map {
            "\(at(plot.x(beside($0.place, index)))) \(at(plot.y($0.interval?.lowerBound ?? 0)))"
        }
        canvas.path("f-s\(index % 7 + 1) f-band", "M" + (upper + lower).joined(separator: "L") + "z")
    }

    private func line(_ curve: Series, _ index: Int, _ plot: Plot, _ canvas: inout SVGCanvas) {
        let at = ShownNumber.coordinate
        let style = CurveLegend.style(index)
        let steps = curve.points.map { "\(at(plot.x(beside($0.place, index)))) \(at(plot.y($0.value)))" }
        if steps.count > 1 { canvas.path("\(style) f-curve", "M" + steps.joined(separator: "L")) }
        for point in curve.points {
            let x = plot.x(beside(point.place, index))
            if let interval = point.interval {
                canvas.line(
                    "\(style) f-whisker", x, plot.y(interval.lowerBound), x, plot.y(interval.upperBound))
            }
            CurveLegend.marker(
                index, x: x, y: plot.y(point.value), on: &canvas,
                tip:
                    "\(curve.name), \(placeTitle) \(places[point.place]): \(ShownNumber.percent(point.value))"
                    + (point.interval.map { " (95 % interval \(ShownNumber.percent($0)))" } ?? ""))
        }
    }
}
