internal import CCLIPKernels

/// A linear map `x Wᵀ + b` laid out for one instruction set's kernels: panels of columns, one behind the
/// other, each read from front to back by a tile. Made once at load, used for every batch size.
public final class PackedMatrix: Sendable {
    /// Columns of the result.
    public let outputs: Int
    /// Numbers that one result is summed over.
    public let inputs: Int

    nonisolated(unsafe) let panels: UnsafeMutablePointer<Float>
    nonisolated(unsafe) let bias: UnsafeMutablePointer<Float>?
    let panelCount: Int
    let instructionSet: InstructionSet

    /// - Parameters:
    ///   - weights: `[outputs, inputs]`, row-major.
    ///   - bias: `[outputs]`, or nil.
    ///   - outputs: rows of the matrix.
    ///   - inputs: columns of the matrix.
    ///   - compute: whose kernels the matrix is packed for.
    public init(
        _ weights: UnsafeBufferPointer<Float>, bias: [Float]?, outputs: Int, inputs: Int, compute: Compute
    ) {
        precondition(
            weights.count == outputs * inputs, "weights: \(weights.count) is not \(outputs) × \(inputs)")
        precondition(bias.map { $0.count == outputs } ?? true, "bias: not \(outputs) long")
        self.outputs = outputs
        self.inputs = inputs
        instructionSet = compute.instructionSet
        let kernels = compute.kernels
        let width = kernels.pointee.panel_width
        panelCount = (outputs + width - 1) / width
        // A prefetch ahead of the last panel touches memory behind it, but never faults.
        let panels = allocateFloats(panelCount * width * inputs)
        self.panels = panels
        self.bias = bias.map { bias in
            let copy = allocateFloats(outputs)
            for (index, value) in bias.enumerated() { copy[index] = value }
            return copy
        }
        nonisolated(unsafe) let source = weights.baseAddress
        nonisolated(unsafe) let target = panels
        guard let source else { return }
        compute.parallel(panelCount) { panel, _ in
            let first = panel * width
            kernels.pointee.pack(
                source + first * inputs, inputs, min(width, outputs - first), inputs, target + first * inputs)
        }
    }

    /// From an array; otherwise as the other.
    public static func packing(
        _ weights: [Float], bias: [Float]?, outputs: Int, inputs: Int, compute: Compute
    ) -> PackedMatrix {
        weights.withUnsafeBufferPointer {
            PackedMatrix($0, bias: bias, outputs: outputs, inputs: inputs, compute: compute)
        }
    }

    deinit {
        panels.deallocate()
        bias?.deallocate()
    }
}

/// Floats aligned to a cache line; at least one, so that there is always an address.
func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        .bindMemory(to: Float.self, capacity: max(count, 1))
}
