internal import CCLIPKernels

// Rows of a result that one chunk of work covers: enough to use each panel of weights many times from
// the second-level cache, few enough that all threads have work. A multiple of every tile height.
private let rowsPerChunk = 192
// Columns of a result that one chunk covers.
private let columnsPerChunk = 64
// The inner dimension is walked in runs of this length; longer rows are cut, which changes no bit.
private let longestRun = 768

extension Compute {
    /// `activation(x Wᵀ + b + residual)` for every row of `x`.
    /// - Parameters:
    ///   - x: `[B, T, inputs]`
    ///   - matrix: W and b, packed.
    ///   - activation: applied to the sum.
    ///   - residual: `[B, T, outputs]`
    ///   - arena: where the result lies.
    /// - Returns: `[B, T, outputs]`
    public func linear(
        _ x: Tensor, _ matrix: PackedMatrix, activation: Activation = .identity, residual: Tensor? = nil,
        on arena: Arena
    ) -> Tensor {
        precondition(x.shape.channels == matrix.inputs, "linear: \(x.shape) into \(matrix.inputs) inputs")
        var shape = x.shape
        shape.channels = matrix.outputs
        let run = min(matrix.inputs, longestRun)
        var operand = cclip_operand()
        operand.base = UnsafePointer(x.pointer)
        operand.row_stride = matrix.inputs
        operand.k = matrix.inputs
        operand.segment_length = run
        operand.segments = (matrix.inputs + run - 1) / run
        return product(operand, matrix, shape, activation, residual, on: arena)
    }

    func product(
        _ operand: cclip_operand, _ matrix: PackedMatrix, _ shape: Shape, _ activation: Activation,
        _ residual: Tensor?, on arena: Arena
    ) -> Tensor {
        precondition(matrix.instructionSet == instructionSet, "weights packed for \(matrix.instructionSet)")
        precondition(residual.map { $0.shape == shape } ?? true, "residual: \(residual!.shape), not \(shape)")
        let result = Tensor(shape, on: arena)
        var product = cclip_product()
        product.a = operand
        product.packed = UnsafePointer(matrix.panels)
        product.n = matrix.outputs
        product.c = result.pointer
        product.c_stride = matrix.outputs
        product.bias = matrix.bias.map { UnsafePointer($0) }
        product.residual = residual.map { UnsafePointer($0.pointer) }
        product.residual_stride = matrix.outputs
        product.activation = activation.code

        let rows = shape.rows
        let panels = max(1, columnsPerChunk / kernels.pointee.panel_width)
        let groups = (matrix.panelCount + panels - 1) / panels
        let blocks = (rows + rowsPerChunk - 1) / rowsPerChunk
        withExtendedLifetime((residual, matrix)) {
            withUnsafePointer(to: &product) { product in
                nonisolated(unsafe) let product = product
                parallel(blocks * groups) { chunk, _ in
                    let row = chunk / groups * rowsPerChunk
                    let panel = chunk % groups * panels
                    kernels.pointee.product(
                        product, row, min(row + rowsPerChunk, rows), panel,
                        min(panel + panels, matrix.panelCount))
                }
            }
        }
        return result
    }
}
