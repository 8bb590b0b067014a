internal import CLIP
package import CLIPNumerics

/// Multinomial logistic regression on one set of examples, for any strength of regularisation:
///
/// `1/n Σ -log softmax(W x + b)[y] + λ/2n |W - W₀|²`
///
/// so λ is 1/C of scikit-learn's `LogisticRegression` with more than two classes, and the strength that the paper sweeps
/// (A.3). Offsets are not regularised. Products are float32, their long sums, losses and the minimiser float64.
package final class SoftmaxRegression {
    /// What is fitted, for the features as they were given.
    package struct Weights {
        /// `[C, D]`
        package let weights: [Float]
        /// `[C]`
        package let bias: [Float]
    }

    package struct Fit {
        package let weights: Weights
        /// The objective at the end.
        package let objective: Double
        package let iterations: Int, evaluations: Int
        package let isConverged: Bool
        /// Where another fit may begin.
        fileprivate let inner: [Double]
    }

    private let compute: Compute
    private let classes: Int, dimension: Int, count: Int
    private let hasOffsets: Bool
    private let axes: PrincipalAxes
    private let blocks: [ExampleBlock]
    /// W₀ in the coordinates of the axes.
    private let centre: [Float]?
    private let memory: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - examples: at least one of each class.
    ///   - centre: W₀, `[C, D]`; zeros if nil.
    ///   - hasOffsets: whether b is fitted; else it is 0.
    package init(
        _ examples: LabelledFeatures, around centre: [Float]? = nil, offsets hasOffsets: Bool = true,
        compute: Compute
    ) {
        (classes, dimension, count) = (examples.classes, examples.dimension, examples.count)
        (self.compute, self.hasOffsets) = (compute, hasOffsets)
        let axes = PrincipalAxes(
            examples.features, classes: examples.classes, isCentred: hasOffsets, compute: compute)
        self.axes = axes
        self.centre = centre.map { axes.turned($0, compute: compute) }
        let most = ExampleBlock.mostExamples
        let width = examples.dimension
        blocks = axes.features.withUnsafeBufferPointer { features in
            stride(from: 0, to: examples.count, by: most).map { first in
                let end = min(first + most, examples.count)
                return ExampleBlock(
                    MatrixView(features.baseAddress! + first * width, rows: end - first, columns: width),
                    labels: examples.labels[first..<end], compute: compute)
            }
        }
        let room = blocks.map { $0.room(classes: examples.classes) }.max() ?? 0
        memory = .allocate(capacity: room)
        memory.initialize(repeating: 0, count: room)
    }

    deinit { memory.deallocate() }

    /// Fits weights.
    /// - Parameters:
    ///   - lambda: the strength of regularisation, above 0.
    ///   - start: where to begin; at W₀ if nil.
    package func fit(lambda: Double, from start: Fit? = nil) -> Fit {
        let inner = start?.inner ?? beginning
        var state = State(self)
        _ = evaluate(inner, lambda, &state)
        let scales = scales(state.curvatures, lambda)
        let result = LBFGS().minimise(from: zip(inner, scales).map { $0 / $1 }) { x, gradient in
            var scaled = x
            for index in scaled.indices { scaled[index] *= scales[index] }
            let value = evaluate(scaled, lambda, &state)
            for index in gradient.indices { gradient[index] = state.gradient[index] * scales[index] }
            return value
        }
        let found = zip(result.x, scales).map { $0 * $1 }
        return Fit(
            weights: outer(found), objective: result.value, iterations: result.iterations,
            evaluations: result.evaluations, isConverged: result.isConverged, inner: found)
    }

    private var beginning: [Double] {
        (centre?.map(Double.init) ?? [Double](repeating: 0, count: classes * dimension))
            + [Double](repeating: 0, count: classes)
    }

    // What an evaluation leaves.
    private struct State {
        var gradient: [Double]
        var curvatures: [Double]
        /// Of one block.
        var sums: [Double]

        init(_ owner: SoftmaxRegression) {
            let weights = owner.classes * owner.dimension
            gradient = [Double](repeating: 0, count: weights + owner.classes)
            curvatures = []
            sums = [Double](repeating: 0, count: weights)
        }
    }

    private func evaluate(_ x: [Double], _ lambda: Double, _ state: inout State) -> Double {
        let size = classes * dimension
        let weights = x[..<size].map(Float.init)
        let bias = x[size...].map(Float.init)
        var offsets = [Double](repeating: 0, count: classes)
        state.curvatures = offsets
        var loss = 0.0
        for index in state.gradient.indices { state.gradient[index] = 0 }
        for block in blocks {
            loss += block.step(
                weights, bias, gradient: &state.sums, offsets: &offsets, curvatures: &state.curvatures,
                in: memory,
                compute)
            for index in 0..<size { state.gradient[index] += state.sums[index] }
        }
        let share = 1 / Double(count)
        var squares = 0.0
        for index in 0..<size {
            let distance = x[index] - Double(centre?[index] ?? 0)
            squares += distance * distance
            state.gradient[index] = (state.gradient[index] + lambda * distance) * share
        }
        for index in 0..<classes { state.gradient[size + index] = hasOffsets ? offsets[index] * share : 0 }
        return (loss + lambda / 2 * squares) * share
    }

    // The loss bends along weight (c, d) about as Σ p (1 - p) says for the class, times the variance of the axis.
    private func scales(_ curvatures: [Double], _ lambda: Double) -> [Double] {
        let share = 1 / Double(count)
        var scales: [Double] = []
        scales.reserveCapacity(classes * (dimension + 1))
        // A class that is told apart without doubt still bends a little further on.
        let bends = curvatures.map { max($0 * share, 1e-6) }
        for bend in bends {
            for variance in axes.variances {
                scales.append(1 / (bend * variance + lambda * share + 1e-12).squareRoot())
            }
        }
        return scales + bends.map { 1 / $0.squareRoot() }
    }

    private func outer(_ inner: [Double]) -> Weights {
        let size = classes * dimension
        let weights = axes.turnedBack(inner[..<size].map(Float.init), compute: compute)
        let bias = (0..<classes).map { row -> Float in
            var offset = inner[size + row]
            for column in 0..<dimension {
                offset -= Double(weights[row * dimension + column]) * axes.mean[column]
            }
            return Float(offset)
        }
        return Weights(weights: weights, bias: bias)
    }
}
