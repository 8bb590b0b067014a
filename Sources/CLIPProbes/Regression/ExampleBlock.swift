internal import CLIPNumerics

/// Some examples, laid out for both products of a step: their logits, and the gradient of the weights.
///
/// Logits lie in columns, an example in each, so that no product has a narrow side that fills no vector.
final class ExampleBlock {
    /// Examples that one block holds at most, so that logits take bounded memory.
    static let mostExamples = 65536

    private let logitFactor: PanelMatrix, gradientFactor: PanelMatrix
    private let labels: [Int32]
    private var losses: [Double]
    let count: Int
    private let stride: Int

    /// - Parameter features: `[count, D]`
    init(_ features: MatrixView, labels: ArraySlice<Int>, compute: Compute) {
        count = features.rows
        let group = Compute.crossEntropyGroup
        let groups = (count + group - 1) / group
        // An odd number of groups apart, rows do not fall on the same lines of a cache.
        stride = (groups | 1) * group
        logitFactor = PanelMatrix(features.transposed, compute: compute)
        gradientFactor = PanelMatrix(features, compute: compute)
        self.labels = labels.map(Int32.init) + [Int32](repeating: -1, count: groups * group - count)
        losses = [Double](repeating: 0, count: groups * group)
    }

    /// Floats of memory that ``step(_:_:_:gradient:curvatures:in:_:)`` needs for so many classes.
    func room(classes: Int) -> Int { classes * stride }

    /// The sum of the examples' losses, and what they add to the gradient.
    /// - Parameters:
    ///   - weights: `[C, D]`
    ///   - bias: `[C]`
    ///   - sums: the gradient of the weights, `[C, D]`; replaced.
    ///   - offsets: the gradient of the offsets, `[C]`; added to.
    ///   - curvatures: Σ p (1 - p) per class, `[C]`; added to.
    ///   - memory: at least ``room(classes:)``, zeros in the beginning.
    func step(
        _ weights: [Float], _ bias: [Float], gradient sums: inout [Double], offsets: inout [Double],
        curvatures: inout [Double], in memory: UnsafeMutablePointer<Float>, _ compute: Compute
    ) -> Double {
        let classes = bias.count
        let logits = MatrixTarget(memory, rows: classes, columns: count, stride: stride)
        weights.withUnsafeBufferPointer { weights in
            compute.multiply(
                MatrixView(weights.baseAddress!, rows: classes, columns: logitFactor.rows), logitFactor,
                into: logits)
        }
        compute.crossEntropy(
            MatrixTarget(memory, rows: classes, columns: labels.count, stride: stride), bias: bias,
            labels: labels, losses: &losses)
        sums.withUnsafeMutableBufferPointer { sums in
            compute.multiply(
                MatrixView(memory, rows: classes, columns: count, stride: stride), gradientFactor, into: sums)
        }
        reduce(memory, &offsets, &curvatures, compute)
        return sum(losses)
    }

    private func reduce(
        _ memory: UnsafeMutablePointer<Float>, _ offsets: inout [Double], _ curvatures: inout [Double],
        _ compute: Compute
    ) {
        let (count, stride) = (count, stride)
        nonisolated(unsafe) let memory = memory
        offsets.withUnsafeMutableBufferPointer { offsets in
            curvatures.withUnsafeMutableBufferPointer { curvatures in
                nonisolated(unsafe) let (offsets, curvatures) = (offsets, curvatures)
                compute.parallel(offsets.count) { row, _ in
                    let start = UnsafeRawPointer(memory + row * stride)
                    var (sums, bends) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
                    var i = 0
                    while i + 8 <= count {
                        let r = SIMD8<Double>(
                            start.loadUnaligned(fromByteOffset: i * 4, as: SIMD8<Float>.self))
                        sums += r
                        // p (1 - p), whether r is p or, in the row of the label, p - 1.
                        bends += r.replacing(with: -r, where: r .< 0) - r * r
                        i += 8
                    }
                    var (sum, bend) = (sums.sum(), bends.sum())
                    while i < count {
                        let r = Double(start.load(fromByteOffset: i * 4, as: Float.self))
                        sum += r
                        bend += abs(r) - r * r
                        i += 1
                    }
                    offsets[row] += sum
                    curvatures[row] += bend
                }
            }
        }
    }
}
