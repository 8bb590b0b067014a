/// How often values fall into equal steps, in one or two groups stacked.
public struct Histogram: Sendable, Hashable {
    /// The file's name without its ending.
    public var name: String
    /// What it shows.
    public var title: String
    /// What the values are.
    public var valueTitle: String
    /// Where the first step begins and the last one ends; values are shares shown in per cent.
    public var range: ClosedRange<Double>
    /// Counts by step of what is right, or of all.
    public var counts: [Int]
    /// Counts by step of what is wrong, drawn on top; empty where there is one group.
    public var wrong: [Int]

    /// A histogram of counted steps.
    public init(
        name: String, title: String, valueTitle: String, range: ClosedRange<Double>, counts: [Int],
        wrong: [Int] = []
    ) {
        precondition(wrong.isEmpty || wrong.count == counts.count, "groups of different steps")
        self.name = name
        self.title = title
        self.valueTitle = valueTitle
        self.range = range
        self.counts = counts
        self.wrong = wrong
    }

    func figure() -> SVGFigure {
        let others = wrong.isEmpty ? counts.map { _ in 0 } : wrong
        let most = zip(counts, others).map(+).max() ?? 0
        let total = counts.reduce(0, +) + others.reduce(0, +)
        let summary =
            "\(ShownNumber.count(total, "value")) in \(ShownNumber.count(counts.count, "step"))"
            + (wrong.isEmpty ? "." : ", \(ShownNumber.grouped(others.reduce(0, +))) of them wrong.")
        return SVGFigure(name: name, title: title, summary: summary, width: 380, height: 400) { canvas in
            let axis = Plot.Axis.numbers(0...Double(max(most, 1)), "predictions")
            let plot = Plot(left: 46, right: 366, top: 30, bottom: 356, x: range, y: axis.ticks.range)
            plot.drawLeft(axis, on: &canvas)
            if !wrong.isEmpty {
                canvas.rectangle("f-hit f-l7", x: 252, y: 8, width: 10, height: 10)
                canvas.text("f-small", "right", x: 266, y: 17)
                canvas.rectangle("f-miss f-l7", x: 308, y: 8, width: 10, height: 10)
                canvas.text("f-small", "wrong", x: 322, y: 17)
            }
            let length = (range.upperBound - range.lowerBound) / Double(max(counts.count, 1))
            for (index, (right, wrong)) in zip(counts, others).enumerated() where right + wrong > 0 {
                let from = range.lowerBound + Double(index) * length
                let (x, end) = (plot.x(from) + 0.5, plot.x(from + length) - 0.5)
                let middle = plot.y(Double(right))
                let top = plot.y(Double(right + wrong))
                canvas.rectangle("f-hit f-l7", x: x, y: middle, width: end - x, height: plot.bottom - middle)
                canvas.rectangle("f-miss f-l7", x: x, y: top, width: end - x, height: middle - top)
                canvas.target(
                    x: x, y: plot.top, width: end - x, height: plot.bottom - plot.top,
                    tip: "\(ShownNumber.percent(from...from + length, 0)): \(ShownNumber.grouped(right)) "
                        + (self.wrong.isEmpty ? "values" : "right, \(ShownNumber.grouped(wrong)) wrong"))
            }
            plot.drawBottom(.shares(range, valueTitle), on: &canvas)
        }
    }
}
