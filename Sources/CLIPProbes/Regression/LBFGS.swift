/// Minimises a smooth function by limited-memory BFGS (Liu and Nocedal 1989): steps along the gradient, bent by what the
/// last steps taught about the curvature.
struct LBFGS {
    /// Steps that are remembered.
    var history = 10
    /// Steps at most.
    var mostIterations = 1000
    /// The decrease that is expected of the next step, relative to the function, at which there is no next step.
    var tolerance = 1e-9
    /// Steps without any decrease after which there is no next one: the rest is rounding.
    var patience = 5

    /// The function at `x`; writes its gradient.
    typealias Function = (_ x: [Double], _ gradient: inout [Double]) -> Double

    struct Result {
        var x: [Double]
        /// The function there.
        var value: Double
        var iterations: Int
        /// How often the function was asked.
        var evaluations: Int
        /// Whether the end was reached, rather than the most iterations.
        var isConverged: Bool
    }

    private struct Pair {
        /// The step, and by how much it changed the gradient.
        let step: [Double], change: [Double]
        let product: Double
    }

    func minimise(from start: [Double], _ function: Function) -> Result {
        var gradient = [Double](repeating: 0, count: start.count)
        let value = function(start, &gradient)
        var result = Result(x: start, value: value, iterations: 0, evaluations: 1, isConverged: false)
        var pairs: [Pair] = []
        var (least, idle) = (value, 0)
        while result.iterations < mostIterations {
            var direction = direction(gradient, pairs)
            var slope = dot(direction, gradient)
            if slope >= 0 {
                // Rounding has spoilt the pairs: begin anew.
                pairs = []
                direction = self.direction(gradient, [])
                slope = dot(direction, gradient)
            }
            // Half of the slope is what a quadratic function would lose by the whole step.
            guard -slope / 2 > tolerance * abs(result.value) else {
                result.isConverged = true
                break
            }
            let search = LineSearch(from: result.x, along: direction, value: result.value, slope: slope)
            // Nothing is known of the scale at the beginning.
            let length = pairs.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
            let found = search.run(from: length, function)
            result.evaluations += found.evaluations
            guard let point = found.point else {
                // No step lowers the function beyond its own rounding.
                if pairs.isEmpty {
                    result.isConverged = true
                    break
                }
                pairs = []
                continue
            }
            var (step, change) = (point.x, point.gradient)
            add(-1, result.x, to: &step)
            add(-1, gradient, to: &change)
            let product = dot(step, change)
            if product > 1e-12 * dot(change, change).squareRoot() * dot(step, step).squareRoot() {
                if pairs.count == history { pairs.removeFirst() }
                pairs.append(Pair(step: step, change: change, product: product))
            }
            (result.x, result.value, gradient) = (point.x, point.value, point.gradient)
            result.iterations += 1
            idle = result.value < least - tolerance * abs(least) ? 0 : idle + 1
            least = min(least, result.value)
            if idle == patience {
                result.isConverged = true
                break
            }
        }
        return result
    }

    // The two loops of Nocedal and Wright's algorithm 7.4.
    private func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
        var q = gradient.map { -$0 }
        var factors = [Double](repeating: 0, count: pairs.count)
        for (index, pair) in pairs.enumerated().reversed() {
            factors[index] = dot(pair.step, q) / pair.product
            add(-factors[index], pair.change, to: &q)
        }
        if let last = pairs.last {
            let scale = last.product / dot(last.change, last.change)
            for index in q.indices { q[index] *= scale }
        }
        for (index, pair) in pairs.enumerated() {
            add(factors[index] - dot(pair.change, q) / pair.product, pair.step, to: &q)
        }
        return q
    }
}
