/// Finds a step along a direction that satisfies the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and
/// 3.6), with the constants of L-BFGS-B: the function falls enough, and its slope has become flat enough.
///
/// Close to the minimum a function falls by less than its own rounding. There its slope says whether it falls enough, as
/// it would for a quadratic function (Hager and Zhang 2005).
struct LineSearch {
    private let start: [Double], direction: [Double]
    private let value: Double, slope: Double
    /// How much of the slope's promise must be kept, and how much of the slope may be left.
    private let decrease = 1e-3
    private let curvature = 0.9
    private let mostEvaluations = 20
    /// The function's rounding, relative.
    private let rounding = 1e-6

    init(from start: [Double], along direction: [Double], value: Double, slope: Double) {
        (self.start, self.direction, self.value, self.slope) = (start, direction, value, slope)
    }

    struct Point {
        let length: Double
        let x: [Double]
        let value: Double
        let gradient: [Double]
        let slope: Double
    }

    /// - Returns: the point; nil where no step lowers the function.
    func run(from length: Double, _ function: LBFGS.Function) -> (point: Point?, evaluations: Int) {
        var evaluations = 0
        func point(_ length: Double) -> Point {
            evaluations += 1
            var x = start
            add(length, direction, to: &x)
            var gradient = [Double](repeating: 0, count: x.count)
            let value = function(x, &gradient)
            return Point(
                length: length, x: x, value: value, gradient: gradient, slope: dot(gradient, direction))
        }
        var low = Point(length: 0, x: start, value: value, gradient: [], slope: slope)
        var high: Point?
        var next = length
        while evaluations < mostEvaluations {
            let trial = point(next)
            if !falls(trial) || trial.value > low.value + rounding * abs(value) {
                high = trial
            } else if abs(trial.slope) <= curvature * abs(slope) {
                return (trial, evaluations)
            } else {
                // The minimum is on the side that the slope falls to.
                if trial.slope * (trial.length - low.length) >= 0 { high = low }
                if high == nil, trial.length > 1e10 * length { return (trial, evaluations) }
                low = trial
            }
            guard let high else {
                next = low.length * 4
                continue
            }
            next = between(low, high)
            if abs(high.length - low.length) <= 1e-12 * max(high.length, low.length) { break }
        }
        // Not flat enough, but lower: good enough to go on from.
        return (low.length > 0 ? low : nil, evaluations)
    }

    private func falls(_ trial: Point) -> Bool {
        guard trial.value.isFinite else { return false }
        if trial.value <= value + decrease * trial.length * slope { return true }
        return trial.value <= value + rounding * abs(value) && trial.slope <= (2 * decrease - 1) * slope
    }

    // Where the cubic through both points is least, kept off the ends.
    private func between(_ a: Point, _ b: Point) -> Double {
        let width = b.length - a.length
        var length = a.length + width / 2
        if b.value.isFinite {
            let d = a.slope + b.slope - 3 * (a.value - b.value) / (a.length - b.length)
            let root = d * d - a.slope * b.slope
            if root >= 0 {
                let r = width > 0 ? root.squareRoot() : -root.squareRoot()
                let cubic = b.length - width * (b.slope + r - d) / (b.slope - a.slope + 2 * r)
                if cubic.isFinite { length = cubic }
            }
        }
        let (least, most) = (a.length + 0.1 * width, b.length - 0.1 * width)
        return min(max(length, min(least, most)), max(least, most))
    }
}
