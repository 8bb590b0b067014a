package import CLIPWeights

/// A convolution's filters as rows of a matrix, a batch norm behind it folded in: `[outputs, y, x, channels]`, because
/// pixels lie in memory with their channels together, while files have `[outputs, channels, y, x]`.
package struct FilterRows: Sendable {
    /// Numbers in a row.
    package let inputs: Int
    /// What is added to each output; nil for nothing.
    package let bias: [Float]?
    private let weight: WeightTensor
    private let folded: FoldedNorm?
    private let samples: SampleScale?
    private let channels: Int

    /// - Parameters:
    ///   - weight: `[outputs, channels, kernel, kernel]`
    ///   - norm: the batch norm behind the filter, or nil.
    ///   - samples: how pictures are normalised, if the filter does it; then there is no norm.
    package init(_ weight: WeightTensor, _ norm: BatchNormTensors?, _ samples: SampleScale? = nil) {
        self.weight = weight
        self.samples = samples
        channels = weight.shape[1]
        inputs = weight.shape.dropFirst().reduce(1, *)
        folded = norm.map(FoldedNorm.init)
        bias = folded?.shift ?? samples.map { Self.sums(weight, shifted: $0) }
    }

    /// What the filters make of each channel's summand.
    private static func sums(_ weight: WeightTensor, shifted samples: SampleScale) -> [Float] {
        let (channels, row) = (weight.shape[1], weight.shape.dropFirst().reduce(1, *))
        let area = row / channels
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: row) { filter in
            (0..<weight.shape[0]).map { output in
                weight.copyRow(output, into: filter)
                var sums = SIMD3<Double>()
                for channel in 0..<channels {
                    for tap in 0..<area { sums[channel] += Double(filter[channel * area + tap]) }
                }
                return Float((sums * samples.shift).sum())
            }
        }
    }

    /// Makes rows in `scratch`; see `PackedMatrix.Rows`.
    package func lend(_ rows: Range<Int>, _ scratch: UnsafeMutableBufferPointer<Float>) -> UnsafeRawPointer {
        let area = inputs / max(channels, 1)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: inputs) { filter in
            for (place, row) in rows.enumerated() {
                weight.copyRow(row, into: filter)
                let scale = folded?.scale[row] ?? 1
                for channel in 0..<channels {
                    let factor = samples.map { $0.scale[channel] }
                    for tap in 0..<area {
                        let value = filter[channel * area + tap]
                        scratch[place * inputs + tap * channels + channel] =
                            factor.map { Float(Double(value) * $0) } ?? (value * scale)
                    }
                }
            }
        }
        return UnsafeRawPointer(scratch.baseAddress!)
    }
}

/// A batch norm as one factor and one summand per channel, in double precision until the end.
private struct FoldedNorm {
    let scale, shift: [Float]

    init(_ norm: BatchNormTensors) {
        let (gain, offset) = (norm.gain.floats(), norm.offset.floats())
        let (mean, variance) = (norm.mean.floats(), norm.variance.floats())
        let factors = zip(gain, variance).map {
            Double($0) / (Double($1) + Double(norm.epsilon)).squareRoot()
        }
        scale = factors.map { Float($0) }
        shift = factors.indices.map { Float(Double(offset[$0]) - Double(mean[$0]) * factors[$0]) }
    }
}
