internal import CLIP
internal import CLIPNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TemperatureFit {
    /// The temperature of the least mean negative log-likelihood.
    ///
    /// In the inverse temperature β the loss is convex; its slope is the mean of *Σ pᵢ lᵢ − l_given*, which grows with β. A
    /// root is bracketed and then halved towards by Newton's steps.
    static func fitted(
        _ images: EmbeddingMatrix, _ classifier: LinearClassifier, _ given: [Int], _ compute: Compute
    ) throws(EvaluationError) -> Double {
        func slope(_ beta: Double) -> (value: Double, change: Double) {
            self.slope(beta, images, classifier, given, compute)
        }
        var (low, high) = (1.0 / 1024, 1024.0)
        guard slope(low).value < 0 else {
            throw EvaluationError(
                "on the half that it would be fitted on the answers are no better than chance"
            )
        }
        guard slope(high).value > 0 else {
            throw EvaluationError(
                "on the half that it would be fitted on every answer is right, and the less the better")
        }
        var beta = 1.0
        for _ in 0..<60 {
            let (value, change) = slope(beta)
            if value < 0 { low = beta } else { high = beta }
            let step = beta - value / change
            let next = step > low && step < high ? step : (low * high).squareRoot()
            if abs(next - beta) <= 1e-9 * beta { break }
            beta = next
        }
        return 1 / beta
    }

    /// The loss's first and second derivative in β.
    private static func slope(
        _ beta: Double, _ images: EmbeddingMatrix, _ classifier: LinearClassifier, _ given: [Int],
        _ compute: Compute
    ) -> (value: Double, change: Double) {
        // A place for each picture: sums then do not depend on which thread did what.
        var values = [Double](repeating: 0, count: given.count)
        var changes = values
        values.withUnsafeMutableBufferPointer { values in
            changes.withUnsafeMutableBufferPointer { changes in
                nonisolated(unsafe) let (values, changes) = (values, changes)
                let scale = Double(classifier.scale)
                classifier.forEach(images, compute) { picture, row, _ in
                    var most = -Double.infinity
                    for value in row { most = max(most, Double(value) * scale) }
                    var (sum, first, second) = (0.0, 0.0, 0.0)
                    for value in row {
                        let distance = Double(value) * scale - most
                        let power = exp(beta * distance)
                        sum += power
                        first += power * distance
                        second += power * distance * distance
                    }
                    let mean = first / sum
                    values[picture] = mean - (Double(row[given[picture]]) * scale - most)
                    changes[picture] = second / sum - mean * mean
                }
            }
        }
        let count = Double(given.count)
        return (values.reduce(0, +) / count, changes.reduce(0, +) / count)
    }
}
