package import CLIPNumerics
package import CLIPWeights

/// Packs weights for one `Compute`: widened to float32 or narrowed to bf16, batch norms folded into the filters before them,
/// laid out for the processor's kernels.
package struct InferencePreparation: ParameterPreparation {
    let compute: Compute
    /// How matrices are kept where they can be.
    var element = Element.f32
    /// What an earlier run packed, if it did.
    var prepared: PreparedMatrices?
    /// Who keeps what is packed, if anyone does.
    var recorder: PreparedRecorder?
    /// How the model's pictures are normalised, which in bf16 the first filter does; nil if they come normalised.
    var samples: SampleScale?

    package func linear(_ pieces: [LinearPiece], role: LinearRole) -> PackedMatrix {
        let outputs = pieces.reduce(0) { $0 + $1.outputs.count }
        let inputs = pieces.first.map { $0.isTransposed ? $0.weight.shape[0] : $0.weight.shape[1] } ?? 0
        let name = pieces.map { "\($0.weight.name) \($0.outputs)" }.joined(separator: ", ")
        let element = element(of: role, inputs: inputs)
        return matrix(name, outputs: outputs, inputs: inputs, element) {
            pack(pieces, outputs: outputs, inputs: inputs, element)
        }
    }

    /// The matrix as an earlier run left it, or packed now.
    private func matrix(
        _ name: String, outputs: Int, inputs: Int, _ element: Element, pack: () -> PackedMatrix
    ) -> PackedMatrix {
        if let matrix = prepared?.matrix(
            name, outputs: outputs, inputs: inputs, element: element, compute: compute)
        {
            return matrix
        }
        let matrix = pack()
        recorder?.add(name, matrix)
        return matrix
    }

    private func pack(_ pieces: [LinearPiece], outputs: Int, inputs: Int, _ element: Element) -> PackedMatrix
    {
        var bias: [Float] = []
        for piece in pieces {
            guard let tensor = piece.bias else { continue }
            var values = Array(tensor.floats()[piece.outputs])
            if let scale = piece.scale?.floats() {
                for index in values.indices { values[index] *= scale[index] }
            }
            bias += values
        }
        let weights = [Float](unsafeUninitializedCapacity: outputs * inputs) { buffer, count in
            var start = 0
            for piece in pieces {
                let target = UnsafeMutableBufferPointer(
                    rebasing: buffer[start..<start + piece.outputs.count * inputs])
                copy(piece, inputs: inputs, into: target)
                if let scale = piece.scale?.floats() {
                    for index in target.indices { target[index] *= scale[index / inputs] }
                }
                start += target.count
            }
            count = start
        }
        return .packing(
            weights, bias: bias.isEmpty ? nil : bias, outputs: outputs, inputs: inputs, element: element,
            compute: compute)
    }

    private func copy(_ piece: LinearPiece, inputs: Int, into target: UnsafeMutableBufferPointer<Float>) {
        guard piece.isTransposed else {
            piece.weight.copyFloats(
                piece.outputs.lowerBound * inputs..<piece.outputs.upperBound * inputs, into: target)
            return
        }
        let values = piece.weight.floats()
        let total = piece.weight.shape[1]
        for (row, output) in piece.outputs.enumerated() {
            for input in 0..<inputs { target[row * inputs + input] = values[input * total + output] }
        }
    }

    package func convolution(
        _ weight: WeightTensor, norm: BatchNormTensors?, stride: Int, padding: Int
    ) -> PackedConvolution {
        let (outputs, channels, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
        let halves = element.forActivations(on: compute)
        let isAllowed =
            halves == .bf16
            && PackedConvolution.allows(.bf16, channels: channels, kernel: kernel, padding: padding)
        // Normalised pixels stay whole: rounding them would be nearly all of bf16's error (a real ViT-B/16 has cosines
        // to f32 down to 0.998 with it, and from 0.9999 on without). Around a picture zeros are normalised ones.
        let isFirst = channels == 3
        let samples = isFirst && norm == nil && padding == 0 && isAllowed ? samples : nil
        let element = isAllowed && (!isFirst || samples != nil) ? Element.bf16 : .f32
        let name = samples.map { "\(weight.name) of samples × \($0.scale) + \($0.shift)" } ?? weight.name
        let matrix = matrix(name, outputs: outputs, inputs: kernel * kernel * channels, element) {
            pack(weight, norm.map(FoldedNorm.init), samples, element)
        }
        return PackedConvolution(
            matrix, channels: channels, kernel: kernel, stride: stride, padding: padding)
    }

    private func element(of role: LinearRole, inputs: Int) -> Element {
        switch role {
        case .hidden: element.fitting(inputs)
        case .sensitive: element.forActivations(on: compute).fitting(inputs)
        case .head: .f32
        }
    }

    private func element(of role: NormRole, width: Int) -> Element {
        switch role {
        case .trunk: .f32
        case .before(let products): element(of: products, inputs: width)
        }
    }

    private func pack(
        _ weight: WeightTensor, _ norm: FoldedNorm?, _ samples: SampleScale?, _ element: Element
    ) -> PackedMatrix {
        let (outputs, channels, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
        let values = weight.floats()
        let area = kernel * kernel
        // [outputs, channels, y, x] → [outputs, y, x, channels]: pixels lie in memory with their channels
        // together.
        var filter = [Float](repeating: 0, count: values.count)
        var bias = norm?.shift ?? samples.map { _ in [Float](repeating: 0, count: outputs) }
        for output in 0..<outputs {
            let scale = norm?.scale[output] ?? 1
            var sums = SIMD3<Double>()
            for channel in 0..<channels {
                let factor = samples.map { $0.scale[channel] }
                for tap in 0..<area {
                    let value = values[(output * channels + channel) * area + tap]
                    filter[(output * area + tap) * channels + channel] =
                        factor.map { Float(Double(value) * $0) } ?? (value * scale)
                    if samples != nil { sums[channel] += Double(value) }
                }
            }
            if let samples { bias?[output] = Float((sums * samples.shift).sum()) }
        }
        return .packing(
            filter, bias: bias, outputs: outputs, inputs: area * channels, element: element, compute: compute)
    }

    package func layerNorm(
        gain: WeightTensor, offset: WeightTensor, epsilon: Float, role: NormRole
    ) -> PreparedNorm {
        PreparedNorm(
            parameters: NormParameters(gain: gain.floats(), offset: offset.floats(), epsilon: epsilon),
            element: element(of: role, width: gain.count))
    }

    package func table(_ tensor: WeightTensor) -> LookupTable { LookupTable(tensor) }

    package func positions(_ tensor: WeightTensor, _ resizing: PositionResizing) -> LookupTable {
        LookupTable(tensor, values: resizing.resized(tensor.floats(), width: tensor.shape[1]))
    }
}

/// A layer norm, and how those who read it want its numbers.
package struct PreparedNorm: Sendable {
    let parameters: NormParameters
    let element: Element
}

extension Element {
    /// This, or the next more precise one that rows of so many numbers can have.
    func fitting(_ inputs: Int) -> Element {
        switch self {
        case .int8 where inputs % Element.int8.group != 0: Element.bf16.fitting(inputs)
        case .bf16 where inputs % Element.bf16.group != 0: .f32
        default: self
        }
    }

    /// What is kept between products of this element, and what convolutions take.
    func forActivations(on compute: Compute) -> Element {
        guard self == .int8 else { return self }
        return compute.isNative(.bf16) ? .bf16 : .f32
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

/// Vectors that are looked up or added. A large one stays in the mapped file, and each row is widened when
/// it is asked for: the rare words of a vocabulary are never read.
package struct LookupTable: Sendable {
    /// Numbers in a row.
    let width: Int
    private let tensor: WeightTensor
    private let values: [Float]?

    // More than any table of positions, less than any vocabulary.
    private static let largestResident = 1 << 22

    init(_ tensor: WeightTensor) {
        self.tensor = tensor
        width = tensor.shape.last ?? 0
        values = tensor.count <= LookupTable.largestResident ? tensor.floats() : nil
    }

    /// Vectors that were made from a tensor's.
    init(_ tensor: WeightTensor, values: [Float]) {
        self.tensor = tensor
        self.values = values
        width = tensor.shape.last ?? 0
    }

    /// All rows, `[count, width]`.
    var resident: [Float] { values ?? tensor.floats() }

    func copyRow(_ row: Int, into target: UnsafeMutableBufferPointer<Float>) {
        guard let values else { return tensor.copyRow(row, into: target) }
        for column in 0..<width { target[column] = values[row * width + column] }
    }
}
