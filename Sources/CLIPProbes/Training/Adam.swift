internal import CLIPNumerics

/// Adam (Kingma and Ba 2015), and AdamW (Loshchilov and Hutter 2019) where weights decay, as PyTorch computes them.
struct Adam {
    var rate: Float
    var betas: (Float, Float) = (0.9, 0.999)
    var epsilon: Float = 1e-8
    /// How much of a weight each step takes away, times the rate.
    var decay: Float = 0

    /// What is remembered of one list of weights.
    struct Moments {
        var first: [Float], second: [Float]
        var steps = 0

        init(count: Int) {
            first = [Float](repeating: 0, count: count)
            second = first
        }
    }

    /// One step of a list of weights.
    func step(_ weights: inout [Float], _ gradient: [Float], _ moments: inout Moments, _ compute: Compute) {
        precondition(
            weights.count == gradient.count, "\(gradient.count) gradients of \(weights.count) weights")
        moments.steps += 1
        let corrections = (1 - power(betas.0, moments.steps), 1 - power(betas.1, moments.steps))
        let size = Float(Double(rate) / corrections.0)
        let root = Float(corrections.1.squareRoot())
        let kept = 1 - rate * decay
        let (chunk, count) = (8192, weights.count)
        weights.withUnsafeMutableBufferPointer { weights in
            gradient.withUnsafeBufferPointer { gradient in
                moments.first.withUnsafeMutableBufferPointer { first in
                    moments.second.withUnsafeMutableBufferPointer { second in
                        nonisolated(unsafe) let (weights, gradient) = (weights, gradient)
                        nonisolated(unsafe) let (first, second) = (first, second)
                        compute.parallel((count + chunk - 1) / chunk) { index, _ in
                            for i in index * chunk..<min((index + 1) * chunk, count) {
                                let g = gradient[i]
                                first[i] += (1 - betas.0) * (g - first[i])
                                second[i] = second[i] * betas.1 + (1 - betas.1) * g * g
                                let deviation = second[i].squareRoot() / root + epsilon
                                weights[i] = weights[i] * kept - size * first[i] / deviation
                            }
                        }
                    }
                }
            }
        }
    }

    private func power(_ base: Float, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= Double(base) }
        return result
    }
}
