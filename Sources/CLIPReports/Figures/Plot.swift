/// The frame of a chart: where its two axes lie, and how they are drawn.
struct Plot {
    /// An axis's values, what it measures, and how a value is written.
    struct Axis: Sendable {
        var ticks: Ticks
        var title: String
        var label: @Sendable (Double, Int) -> String

        /// Shares from 0 to 1, shown in per cent.
        static func shares(_ range: ClosedRange<Double> = 0...1, _ title: String, steps: Int = 5) -> Axis {
            Axis(
                ticks: Ticks(enclosing: range, steps: steps, within: 0...1), title: title,
                label: { value, decimals in ShownNumber.fixed(value * 100, max(decimals - 2, 0)) })
        }

        /// Plain numbers.
        static func numbers(_ range: ClosedRange<Double>, _ title: String, steps: Int = 5) -> Axis {
            Axis(
                ticks: Ticks(enclosing: range, steps: steps), title: title,
                label: { value, decimals in ShownNumber.fixed(value, decimals) })
        }
    }

    let x: LinearScale
    let y: LinearScale
    /// The frame's sides.
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    init(
        left: Double, right: Double, top: Double, bottom: Double, x: ClosedRange<Double>,
        y: ClosedRange<Double>
    ) {
        self.left = left
        self.right = right
        self.top = top
        self.bottom = bottom
        self.x = LinearScale(values: x, pixels: (left, right))
        self.y = LinearScale(values: y, pixels: (bottom, top))
    }

    /// Ticks and title of the left axis, with a line across the plot at each tick.
    func drawLeft(_ axis: Axis, on canvas: inout SVGCanvas) {
        for tick in axis.ticks.values {
            let at = y(tick)
            canvas.line("f-grid", left, at, right, at)
            canvas.text(
                "f-quiet f-small", axis.label(tick, axis.ticks.decimals), x: left - 6, y: at + 4, .end)
        }
        canvas.text("f-quiet f-small", axis.title, x: 2, y: top - 10)
    }

    /// Ticks and title of the lower axis.
    func drawBottom(_ axis: Axis, on canvas: inout SVGCanvas) {
        for tick in axis.ticks.values {
            let at = x(tick)
            canvas.line("f-axis", at, bottom, at, bottom + 4)
            canvas.text(
                "f-quiet f-small", axis.label(tick, axis.ticks.decimals), x: at, y: bottom + 17, .middle)
        }
        drawBase(axis.title, on: &canvas)
    }

    /// The lower axis with a word for each place.
    func drawBottom(words: [(place: Double, text: String)], title: String, on canvas: inout SVGCanvas) {
        for word in words {
            let at = x(word.place)
            canvas.line("f-axis", at, bottom, at, bottom + 4)
            canvas.text("f-quiet f-small", word.text, x: at, y: bottom + 17, .middle)
        }
        drawBase(title, on: &canvas)
    }

    private func drawBase(_ title: String, on canvas: inout SVGCanvas) {
        canvas.line("f-axis", left, bottom, right, bottom)
        canvas.text("f-quiet f-small", title, x: (left + right) / 2, y: bottom + 35, .middle)
    }
}
