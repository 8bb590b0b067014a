internal import CLIPNumerics
internal import CLIP

/// A linear map that gradients go through: packed once for the way there and, turned, once for the way back; again
/// where its weights learn and have changed.
///
/// For one training loop at a time.
package final class RecordedLinear: Sendable {
    let inputs: Int, outputs: Int
    /// `[outputs, inputs]`; nil where the weights are frozen.
    let weight: Parameter?
    /// `[1, outputs]`; nil where there is none, or it is frozen.
    let bias: Parameter?
    private let compute: Compute
    private nonisolated(unsafe) var there: PackedMatrix
    private nonisolated(unsafe) var back: PackedMatrix
    private nonisolated(unsafe) var version = 0

    /// - Parameters:
    ///   - matrix: `[outputs, inputs]`
    ///   - bias: `[outputs]`, or nil.
    ///   - name: of the weights.
    ///   - learns: whether weights and bias get gradients.
    ///   - compute: whose kernels it is packed for.
    init(
        _ matrix: [Float], bias: [Float]?, inputs: Int, name: String, learns: (weight: Bool, bias: Bool),
        _ compute: Compute
    ) {
        let outputs = matrix.count / inputs
        self.inputs = inputs
        self.outputs = outputs
        self.compute = compute
        weight = learns.weight ? Parameter(name, rows: outputs, columns: inputs, matrix) : nil
        self.bias =
            learns.bias ? bias.map { Parameter("\(name), bias", rows: 1, columns: outputs, $0) } : nil
        (there, back) = Self.packed(matrix, bias, inputs: inputs, outputs: outputs, compute)
        frozenBias = learns.bias ? nil : bias
        frozenMatrix = learns.bias && !learns.weight && bias != nil ? matrix : nil
    }

    // Kept where the other of the two learns, so that both can be packed again.
    private let frozenBias: [Float]?
    private let frozenMatrix: [Float]?

    /// The map, for products with inputs.
    var forward: PackedMatrix {
        refresh()
        return there
    }

    /// The map turned, for products with gradients.
    var backward: PackedMatrix {
        refresh()
        return back
    }

    private func refresh() {
        let current = (weight?.version ?? 0) + (bias?.version ?? 0)
        guard current != version, let matrix = weight?.values ?? frozenMatrix else { return }
        version = current
        (there, back) = Self.packed(
            matrix, bias?.values ?? frozenBias, inputs: inputs, outputs: outputs, compute)
    }

    private static func packed(
        _ matrix: [Float], _ bias: [Float]?, inputs: Int, outputs: Int, _ compute: Compute
    ) -> (there: PackedMatrix, back: PackedMatrix) {
        let there = PackedMatrix.packing(
            matrix, bias: bias, outputs: outputs, inputs: inputs, compute: compute)
        let back = matrix.withUnsafeBufferPointer { matrix in
            nonisolated(unsafe) let matrix = matrix
            return PackedMatrix(bias: nil, outputs: inputs, inputs: outputs, compute: compute) {
                columns, scratch in
                for (place, column) in columns.enumerated() {
                    for row in 0..<outputs {
                        scratch[place * outputs + row] = matrix[row * inputs + column]
                    }
                }
                return UnsafeRawPointer(scratch.baseAddress!)
            }
        }
        return (there, back)
    }
}

/// A layer norm that gradients go through.
package final class RecordedNorm: Sendable {
    /// `[1, D]` each; nil where they are frozen.
    let gain: Parameter?, offset: Parameter?
    private let epsilon: Float
    private nonisolated(unsafe) var current: NormParameters
    private nonisolated(unsafe) var version = 0

    init(gain: [Float], offset: [Float], epsilon: Float, name: String, learns: Bool) {
        let width = gain.count
        self.gain = learns ? Parameter("\(name), gain", rows: 1, columns: width, gain) : nil
        self.offset = learns ? Parameter("\(name), offset", rows: 1, columns: width, offset) : nil
        self.epsilon = epsilon
        current = NormParameters(gain: gain, offset: offset, epsilon: epsilon)
    }

    var parameters: NormParameters {
        guard let gain, let offset, gain.version + offset.version != version else { return current }
        version = gain.version + offset.version
        current = NormParameters(gain: gain.values, offset: offset.values, epsilon: epsilon)
        return current
    }
}

/// Vectors to look up or add, that may learn.
package struct RecordedTable: Sendable {
    let width: Int
    /// `[count, D]`; nil where they are frozen.
    let parameter: Parameter?
    private let frozen: LookupTable?

    init(frozen: LookupTable) {
        width = frozen.width
        parameter = nil
        self.frozen = frozen
    }

    init(learning parameter: Parameter) {
        width = parameter.columns
        self.parameter = parameter
        frozen = nil
    }

    /// All rows, `[count, width]`.
    var resident: [Float] { parameter?.values ?? frozen?.resident ?? [] }

    func copyRow(_ row: Int, into target: UnsafeMutableBufferPointer<Float>) {
        guard let parameter else { frozen?.copyRow(row, into: target); return }
        for column in 0..<width { target[column] = parameter.values[row * width + column] }
    }
}

/// A convolution that gradients go through, as a linear map of unfolded pixels.
package struct RecordedConvolution: Sendable {
    /// `[outputs, kernel * kernel * channels]`
    let map: RecordedLinear
    let channels: Int, kernel: Int, stride: Int, padding: Int
}
