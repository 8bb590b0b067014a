package import CLIP
package import CLIPNumerics
package import CLIPWeights

/// Brings a checkpoint's tensors into a form that gradients go through, in float32.
///
/// Which of them learn is decided by name; the others are frozen: their gradients are not computed, and what only
/// those would need is not kept. Batch norms are folded into the filters before them, with the statistics that the
/// checkpoint has, and such filters are frozen.
package struct RecordingPreparation: ParameterPreparation {
    /// The parameters that learn, as far as networks have asked for them.
    package let parameters = ParameterList()
    private let compute: Compute
    private let learns: @Sendable (String) -> Bool

    /// - Parameters:
    ///   - compute: threads and instruction set.
    ///   - learns: whether a tensor of this canonical name gets gradients.
    package init(compute: Compute, learns: @escaping @Sendable (_ name: String) -> Bool = { _ in false }) {
        self.compute = compute
        self.learns = learns
    }

    package func linear(_ pieces: [LinearPiece], role: LinearRole) -> RecordedLinear {
        let outputs = pieces.reduce(0) { $0 + $1.outputs.count }
        let inputs = pieces.first.map { $0.isTransposed ? $0.weight.shape[0] : $0.weight.shape[1] } ?? 0
        let rows = LinearRows(pieces, inputs: inputs)
        defer { rows.release() }
        let names = pieces.map { piece in
            let total = piece.isTransposed ? piece.weight.shape[1] : piece.weight.shape[0]
            return piece.outputs.count == total ? piece.weight.name : "\(piece.weight.name) \(piece.outputs)"
        }
        return recorded(
            RecordedLinear(
                matrix(rows: outputs, columns: inputs, rows.lend), bias: rows.bias, inputs: inputs,
                name: names.joined(separator: ", "),
                learns: (
                    pieces.contains { learns($0.weight.name) },
                    pieces.contains { $0.bias.map { learns($0.name) } ?? false }
                ), compute))
    }

    package func convolution(
        _ weight: WeightTensor, norm: BatchNormTensors?, stride: Int, padding: Int
    ) -> RecordedConvolution {
        let rows = FilterRows(weight, norm)
        defer { weight.release() }
        let map = RecordedLinear(
            matrix(rows: weight.shape[0], columns: rows.inputs, rows.lend), bias: rows.bias,
            inputs: rows.inputs, name: weight.name, learns: (norm == nil && learns(weight.name), false),
            compute)
        return RecordedConvolution(
            map: recorded(map), channels: weight.shape[1], kernel: weight.shape[2], stride: stride,
            padding: padding)
    }

    package func layerNorm(
        gain: WeightTensor, offset: WeightTensor, epsilon: Float, role: NormRole
    ) -> RecordedNorm {
        let norm = RecordedNorm(
            gain: gain.floats(), offset: offset.floats(), epsilon: epsilon, name: gain.name,
            learns: learns(gain.name) || learns(offset.name))
        for parameter in [norm.gain, norm.offset] { parameter.map(parameters.append) }
        return norm
    }

    package func table(_ tensor: WeightTensor) -> RecordedTable {
        table(tensor, learns(tensor.name) ? tensor.floats() : nil, LookupTable(tensor))
    }

    package func positions(_ tensor: WeightTensor, _ resizing: PositionResizing) -> RecordedTable {
        let values = resizing.resized(tensor.floats(), width: tensor.shape[1])
        return table(tensor, learns(tensor.name) ? values : nil, LookupTable(tensor, values: values))
    }

    private func table(
        _ tensor: WeightTensor, _ learning: [Float]?, _ frozen: LookupTable
    ) -> RecordedTable {
        guard let learning else { return RecordedTable(frozen: frozen) }
        let parameter = Parameter(
            tensor.name, rows: learning.count / frozen.width, columns: frozen.width, learning)
        parameters.append(parameter)
        return RecordedTable(learning: parameter)
    }

    private func recorded(_ linear: RecordedLinear) -> RecordedLinear {
        for parameter in [linear.weight, linear.bias] { parameter.map(parameters.append) }
        return linear
    }

    private func matrix(rows: Int, columns: Int, _ lend: PackedMatrix.Rows) -> [Float] {
        [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            let source = lend(0..<rows, buffer)
            if let target = buffer.baseAddress, source != UnsafeRawPointer(target) {
                UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: rows * columns * 4)
            }
            count = rows * columns
        }
    }
}
