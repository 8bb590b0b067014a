/// Plain loops in double precision, from the definitions: what the kernels are held against.
public enum Reference {
    /// `x Wᵀ + b`; x `[rows, inputs]`, weights `[outputs, inputs]`.
    public static func linear(_ x: [Float], _ weights: [Float], bias: [Float]?, inputs: Int) -> [Double] {
        let outputs = weights.count / inputs
        return (0..<x.count / inputs).flatMap { row in
            (0..<outputs).map { column in
                var sum = bias.map { Double($0[column]) } ?? 0
                for k in 0..<inputs {
                    sum += Double(x[row * inputs + k]) * Double(weights[column * inputs + k])
                }
                return sum
            }
        }
    }

    /// x `[batch, height, width, channels]`, weights `[outputs, kernel, kernel, channels]`.
    public static func convolution(
        _ x: [Float], batch: Int, height: Int, width: Int, channels: Int, _ weights: [Float], outputs: Int,
        kernel: Int, stride: Int, padding: Int
    ) -> [Double] {
        let outHeight = (height + 2 * padding - kernel) / stride + 1
        let outWidth = (width + 2 * padding - kernel) / stride + 1
        var result: [Double] = []
        for b in 0..<batch {
            for y in 0..<outHeight {
                for x0 in 0..<outWidth {
                    for output in 0..<outputs {
                        var sum = 0.0
                        for ky in 0..<kernel {
                            for kx in 0..<kernel {
                                let (iy, ix) = (y * stride + ky - padding, x0 * stride + kx - padding)
                                guard (0..<height).contains(iy), (0..<width).contains(ix) else { continue }
                                for c in 0..<channels {
                                    sum +=
                                        Double(x[((b * height + iy) * width + ix) * channels + c])
                                        * Double(
                                            weights[((output * kernel + ky) * kernel + kx) * channels + c])
                                }
                            }
                        }
                        result.append(sum)
                    }
                }
            }
        }
        return result
    }
}
