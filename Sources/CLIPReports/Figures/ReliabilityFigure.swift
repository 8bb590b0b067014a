/// How sure the model was beside how often it was right: Guo et al. 2017, "On Calibration of Modern Neural Networks".
public struct ReliabilityDiagram: Sendable, Hashable {
    /// Predictions of about one confidence.
    public struct Bin: Sendable, Hashable {
        /// Predictions in it.
        public var count: Int
        /// Their mean confidence, from 0 to 1.
        public var confidence: Double
        /// The share of them that is right.
        public var accuracy: Double
        /// The share's 95 % interval.
        public var interval: ClosedRange<Double>?

        /// Describes one bin.
        public init(count: Int, confidence: Double, accuracy: Double, interval: ClosedRange<Double>? = nil) {
            self.count = count
            self.confidence = confidence
            self.accuracy = accuracy
            self.interval = interval
        }
    }

    /// Bins in the order of confidence; empty ones are not drawn.
    public var bins: [Bin]
    /// The expected calibration error, from 0 to 1.
    public var error: Double?

    /// A diagram of some bins.
    public init(bins: [Bin], error: Double? = nil) {
        self.bins = bins
        self.error = error
    }

    func figure(name: String = "reliability", title: String = "Confidence and accuracy") -> SVGFigure {
        let filled = bins.filter { $0.count > 0 }
        let total = filled.reduce(0) { $0 + $1.count }
        let most = filled.map(\.count).max() ?? 1
        let summary =
            "\(ShownNumber.count(total, "prediction")) in \(ShownNumber.count(filled.count, "bin")); "
            + (error.map { "expected calibration error \(ShownNumber.percent($0))." }
                ?? "no calibration error given.")
        return SVGFigure(name: name, title: title, summary: summary, width: 380, height: 400) { canvas in
            let plot = Plot(left: 38, right: 366, top: 30, bottom: 296, x: 0...1, y: 0...1)
            plot.drawLeft(.shares("right, %"), on: &canvas)
            canvas.line("f-ideal", plot.x(0), plot.y(0), plot.x(1), plot.y(1))
            for bin in filled {
                let x = plot.x(bin.confidence)
                let side = bin.accuracy < bin.confidence ? "f-miss" : "f-hit"
                if let interval = bin.interval {
                    canvas.line("f-range", x, plot.y(interval.lowerBound), x, plot.y(interval.upperBound))
                }
                canvas.dot(
                    "\(side) f-dot", x: x, y: plot.y(bin.accuracy), radius: 4.5,
                    tip:
                        "\(ShownNumber.count(bin.count, "prediction")) at \(ShownNumber.percent(bin.confidence)) "
                        + "confidence: \(ShownNumber.percent(bin.accuracy)) right"
                        + (bin.interval.map { " (95 % interval \(ShownNumber.percent($0)))" } ?? ""))
            }
            let base = 356.0
            for bin in filled {
                let height = Double(bin.count) / Double(most) * 46
                canvas.rectangle(
                    "f-rest", x: plot.x(bin.confidence) - 7, y: base - height, width: 14,
                    height: max(height, 0.75))
            }
            canvas.text("f-quiet f-small", "predictions", x: 2, y: 312)
            let strip = Plot(left: 38, right: 366, top: 310, bottom: base, x: 0...1, y: 0...1)
            strip.drawBottom(.shares("confidence, %"), on: &canvas)
        }
    }
}

extension Plot.Axis {
    static func shares(_ title: String) -> Plot.Axis { .shares(0...1, title) }
}
