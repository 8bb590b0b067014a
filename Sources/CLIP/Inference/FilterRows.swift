internal import CLIPWeights

/// A convolution's filters as rows of a matrix, a batch norm behind it folded in: `[outputs, y, x, channels]`, because
/// pixels lie in memory with their channels together, while files have `[outputs, channels, y, x]`.
struct FilterRows: Sendable {
    /// Numbers in a row.
    let inputs: Int
    private let weight: WeightTensor
    private let folded: FoldedNorm?
    private let channels: Int

    init(_ weight: WeightTensor, _ norm: BatchNormTensors?) {
        self.weight = weight
        channels = weight.shape[1]
        inputs = weight.shape.dropFirst().reduce(1, *)
        folded = norm.map(FoldedNorm.init)
    }

    /// What the norm adds to each output.
    var bias: [Float]? { folded?.shift }

    /// Makes rows in `scratch`; see `PackedMatrix.Rows`.
    func lend(_ rows: Range<Int>, _ scratch: UnsafeMutableBufferPointer<Float>) -> UnsafeRawPointer {
        let area = inputs / max(channels, 1)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: inputs) { filter in
            for (place, row) in rows.enumerated() {
                weight.copyRow(row, into: filter)
                let scale = folded?.scale[row] ?? 1
                for channel in 0..<channels {
                    for tap in 0..<area {
                        scratch[place * inputs + tap * channels + channel] =
                            filter[channel * area + tap] * scale
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
