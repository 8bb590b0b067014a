internal import CLIP
internal import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The training of a cache's keys: Tip-Adapter-F.
struct CacheTraining {
    private(set) var head: CacheHead
    private var adam = Adam(rate: 1e-3, epsilon: 1e-4, decay: 0.01)
    private var moments: Adam.Moments
    private let rate: Float
    /// Over which the rate falls to nothing, by half a cosine.
    private let steps: Int

    init(_ head: CacheHead, steps: Int) {
        self.head = head
        self.steps = steps
        rate = adam.rate
        moments = Adam.Moments(count: head.keys.values.count)
    }

    /// One step by a batch of unit vectors.
    /// - Returns: the batch's loss.
    @discardableResult
    mutating func step(_ x: EmbeddingMatrix, _ labels: ArraySlice<Int>, _ compute: Compute) -> Double {
        let (alpha, beta, classes, count) = (head.alpha, head.beta, head.classes, head.labels.count)
        var shares = x.products(withRowsOf: head.keys, compute: compute)
        for index in shares.indices { shares[index] = expf(beta * (shares[index] - 1)) }
        var logits = x.products(withRowsOf: head.text, compute: compute)
        for row in 0..<x.rows {
            for (index, label) in head.labels.enumerated() {
                logits[row * classes + label] += alpha * shares[row * count + index]
            }
        }
        let loss = crossEntropy(&logits, labels)
        // d exp(β (k x - 1)) = β exp(…) x dk
        for row in 0..<x.rows {
            for (index, label) in head.labels.enumerated() {
                shares[row * count + index] *= alpha * beta * logits[row * classes + label]
            }
        }
        var gradient = [Float](repeating: 0, count: head.keys.values.count)
        shares.withUnsafeBufferPointer { shares in
            x.values.withUnsafeBufferPointer { x in
                gradient.withUnsafeMutableBufferPointer { gradient in
                    let (rows, width) = (labels.count, head.dimension)
                    compute.multiply(
                        MatrixView(shares.baseAddress!, rows: rows, columns: count).transposed,
                        MatrixView(x.baseAddress!, rows: rows, columns: width),
                        into: MatrixTarget(gradient.baseAddress!, rows: count, columns: width),
                        in: ProductMemory())
                }
            }
        }
        adam.rate = rate * Float((1 + cos(Double.pi * Double(moments.steps) / Double(steps))) / 2)
        var keys = head.keys.values
        adam.step(&keys, gradient, &moments, compute)
        head = head.with(
            keys: EmbeddingMatrix(rows: count, dimension: head.dimension, values: keys))
        return loss
    }
}
