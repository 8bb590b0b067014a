package import CLIPNumerics
package import CLIPWeights

/// Packs weights for one `Compute`: widened to float32 or narrowed to bf16, batch norms folded into the filters before them,
/// laid out for the processor's kernels.
package struct InferencePreparation: ParameterPreparation {
    let compute: Compute
    /// How matrices are kept where they can be.
    let element: Element
    /// What an earlier run packed, if it did.
    let prepared: PreparedMatrices?
    /// Who keeps what is packed, if anyone does.
    let recorder: PreparedRecorder?
    /// How the model's pictures are normalised, which in bf16 the first filter does; nil if they come normalised.
    let samples: SampleScale?
    /// Where weights lie for one product each; nil where they are kept.
    private let memory: PackingMemory?

    /// - Parameters:
    ///   - compute: threads and instruction set.
    ///   - element: how matrices are kept where they can be.
    ///   - prepared: what an earlier run packed, if it did.
    ///   - recorder: who keeps what is packed, if anyone does.
    ///   - samples: how the model's pictures are normalised, if the first filter is to do it.
    ///   - keeps: whether what is packed is kept; if not, a network is for one pass at a time.
    init(
        compute: Compute, element: Element = .f32, prepared: PreparedMatrices? = nil,
        recorder: PreparedRecorder? = nil, samples: SampleScale? = nil, keeps: Bool = true
    ) {
        self.compute = compute
        self.element = element
        self.prepared = prepared
        self.recorder = recorder
        self.samples = samples
        memory = keeps ? nil : PackingMemory()
    }

    package func linear(_ pieces: [LinearPiece], role: LinearRole) -> Weights<PackedMatrix> {
        let outputs = pieces.reduce(0) { $0 + $1.outputs.count }
        let inputs = pieces.first.map { $0.isTransposed ? $0.weight.shape[0] : $0.weight.shape[1] } ?? 0
        let name = pieces.map { "\($0.weight.name) \($0.outputs)" }.joined(separator: ", ")
        let element = element(of: role, inputs: inputs)
        return matrix(name, outputs: outputs, inputs: inputs, element) {
            pack(pieces, outputs: outputs, inputs: inputs, element)
        }
    }

    /// The matrix as an earlier run left it, packed now, or packed when it is needed.
    private func matrix(
        _ name: String, outputs: Int, inputs: Int, _ element: Element,
        pack: @escaping @Sendable () -> PackedMatrix
    ) -> Weights<PackedMatrix> {
        if let prepared,
            let matrix = prepared.matrix(
                name, outputs: outputs, inputs: inputs, element: element, compute: compute)
        {
            guard memory != nil else { return .kept(matrix, element) }
            return .passing(element) {
                prepared.turn(to: name)
                return matrix
            }
        }
        guard memory == nil else { return .passing(element, pack) }
        let matrix = pack()
        recorder?.add(name, matrix)
        return .kept(matrix, element)
    }

    private func pack(_ pieces: [LinearPiece], outputs: Int, inputs: Int, _ element: Element) -> PackedMatrix
    {
        let rows = LinearRows(pieces, inputs: inputs)
        defer { rows.release() }
        return PackedMatrix(
            bias: rows.bias, outputs: outputs, inputs: inputs, element: element, compute: compute, in: memory,
            rows: rows.lend)
    }

    package func convolution(
        _ weight: WeightTensor, norm: BatchNormTensors?, stride: Int, padding: Int
    ) -> Weights<PackedConvolution> {
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
            pack(weight, norm, samples, element)
        }
        return matrix.map {
            PackedConvolution($0, channels: channels, kernel: kernel, stride: stride, padding: padding)
        }
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
        _ weight: WeightTensor, _ norm: BatchNormTensors?, _ samples: SampleScale?, _ element: Element
    ) -> PackedMatrix {
        let rows = FilterRows(weight, norm, samples)
        defer { weight.release() }
        return PackedMatrix(
            bias: rows.bias, outputs: weight.shape[0], inputs: rows.inputs, element: element,
            compute: compute, in: memory, rows: rows.lend)
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

/// Vectors that are looked up or added. A large one stays in the mapped file, and each row is widened when
/// it is asked for: the rare words of a vocabulary are never read.
package struct LookupTable: Sendable {
    /// Numbers in a row.
    package let width: Int
    private let tensor: WeightTensor
    private let values: [Float]?

    // More than any table of positions, less than any vocabulary.
    private static let largestResident = 1 << 22

    package init(_ tensor: WeightTensor) {
        self.tensor = tensor
        width = tensor.shape.last ?? 0
        values = tensor.count <= LookupTable.largestResident ? tensor.floats() : nil
    }

    /// Vectors that were made from a tensor's.
    package init(_ tensor: WeightTensor, values: [Float]) {
        self.tensor = tensor
        self.values = values
        width = tensor.shape.last ?? 0
    }

    /// All rows, `[count, width]`.
    package var resident: [Float] { values ?? tensor.floats() }

    package func copyRow(_ row: Int, into target: UnsafeMutableBufferPointer<Float>) {
        guard let values else { return tensor.copyRow(row, into: target) }
        for column in 0..<width { target[column] = values[row * width + column] }
    }
}
