/// What was reached for one class.
public struct ClassScore: Sendable, Hashable {
    /// The class's name.
    public var name: String
    /// Its pictures.
    public var count: Int
    /// The share of them that was predicted right; nil where there are none.
    public var recall: Double?
    /// Its 95 % interval.
    public var interval: ClosedRange<Double>?
    /// The share of the pictures predicted as this class that are of it; nil where none was.
    public var precision: Double?
    /// The harmonic mean of both.
    public var f1: Double?

    /// Describes one class.
    public init(
        name: String, count: Int, recall: Double?, interval: ClosedRange<Double>? = nil,
        precision: Double? = nil,
        f1: Double? = nil
    ) {
        self.name = name
        self.count = count
        self.recall = recall
        self.interval = interval
        self.precision = precision
        self.f1 = f1
    }

    var tip: String {
        "\(name): \(ShownNumber.percent(recall)) of \(ShownNumber.count(count, "picture")) right"
            + (interval.map { " (95 % interval \(ShownNumber.percent($0)))" } ?? "")
    }
}

/// Accuracy by class as bars with 95 % intervals, best first.
enum ClassScoreFigure {
    static func figure(_ scores: [ClassScore]) -> SVGFigure {
        let rows = scores.enumerated().sorted {
            (-($0.element.recall ?? -1), $0.offset) < (-($1.element.recall ?? -1), $1.offset)
        }.map(\.element)
        let step = rows.count > 60 ? 15.0 : 20
        let names = min(rows.map { TextWidth.of($0.name) }.max() ?? 0, 170) + 12
        let top = 34.0
        let bottom = top + step * Double(rows.count) + 6
        let best = rows.first.map { "Best: \($0.tip). " } ?? ""
        let worst = rows.last.map { "Worst: \($0.tip)." } ?? ""
        return SVGFigure(
            name: "classes", title: "Right predictions by class", summary: best + worst, width: 640,
            height: bottom + 46
        ) { canvas in
            let plot = Plot(left: names, right: 584, top: top, bottom: bottom, x: 0...1, y: 0...1)
            for tick in [0.0, 0.25, 0.5, 0.75, 1] {
                canvas.line("f-grid", plot.x(tick), top - 4, plot.x(tick), bottom)
            }
            canvas.text("f-quiet f-small", "pictures", x: 636, y: top - 10, .end)
            for (place, row) in rows.enumerated() {
                let middle = top + (Double(place) + 0.5) * step
                canvas.text("f-small", row.name, x: names - 8, y: middle + 4, .end, limit: names - 12)
                if let recall = row.recall {
                    canvas.rectangle(
                        "f-bar", x: plot.left, y: middle - step * 0.32, width: plot.x(recall) - plot.left,
                        height: step * 0.64)
                    canvas.line(
                        "f-hit-line", plot.x(recall), middle - step * 0.32, plot.x(recall),
                        middle + step * 0.32)
                }
                if let interval = row.interval {
                    canvas.line(
                        "f-range", plot.x(interval.lowerBound), middle, plot.x(interval.upperBound), middle)
                }
                canvas.text("f-quiet f-small", ShownNumber.grouped(row.count), x: 636, y: middle + 4, .end)
                canvas.target(x: 0, y: middle - step / 2, width: 640, height: step, tip: row.tip)
            }
            plot.drawBottom(
                words: [0.0, 0.25, 0.5, 0.75, 1].map { ($0, ShownNumber.fixed($0 * 100, 0)) },
                title: "right, %", on: &canvas)
        }
    }
}
