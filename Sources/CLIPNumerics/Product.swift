internal import CCLIPKernels

// The most rows of a result that one chunk of work covers: enough to use each panel of weights many times from
// the second-level cache, few enough that all threads have work. A multiple of every tile height.
private let mostRowsPerChunk = 192
// Columns of a result that one chunk covers.
private let columnsPerChunk = 64
// The inner dimension is walked in runs of this length; longer rows are cut, which changes no bit.
private func longestRun(_ element: Element) -> Int { 3072 / element.size }

extension Compute {
    /// `activation(x Wᵀ + b + residual)` for every row of `x`.
    /// - Parameters:
    ///   - x: `[B, T, inputs]`
    ///   - matrix: W and b, packed.
    ///   - activation: applied to the sum.
    ///   - residual: `[B, T, outputs]`
    ///   - element: of the result.
    ///   - arena: where the result lies.
    /// - Returns: `[B, T, outputs]`
    public func linear(
        _ x: Tensor, _ matrix: PackedMatrix, activation: Activation = .identity, residual: Tensor? = nil,
        as element: Element = .f32, on arena: Arena
    ) -> Tensor {
        precondition(x.shape.channels == matrix.inputs, "linear: \(x.shape) into \(matrix.inputs) inputs")
        var shape = x.shape
        shape.channels = matrix.outputs
        // What is rounded when it is stored must be whole by then: sums do not rest in it. Neither do whole numbers.
        let run = min(
            matrix.inputs, element == .f32 && matrix.element != .int8 ? longestRun(matrix.element) : .max)
        var operand = cclip_operand()
        operand.base = UnsafeRawPointer(x.address)
        operand.quantised = x.rowScales
        operand.row_stride = matrix.inputs
        operand.k = matrix.inputs
        operand.segment_length = run
        operand.segments = (matrix.inputs + run - 1) / run
        return withExtendedLifetime(x) {
            product(operand, x.element, matrix, shape, activation, residual, element, on: arena)
        }
    }

    func product(
        _ operand: cclip_operand, _ operandElement: Element, _ matrix: PackedMatrix, _ shape: Shape,
        _ activation: Activation, _ residual: Tensor?, _ element: Element, on arena: Arena
    ) -> Tensor {
        precondition(
            operandElement == matrix.element, "\(operandElement.rawValue) into \(matrix.element.rawValue)")
        precondition(matrix.instructionSet == instructionSet, "weights packed for \(matrix.instructionSet)")
        precondition(residual.map { $0.shape == shape } ?? true, "residual: \(residual!.shape), not \(shape)")
        let result = Tensor(shape, element, on: arena)
        var product = cclip_product()
        product.a = operand
        product.packed = UnsafeRawPointer(matrix.panels)
        product.column_scales = UnsafePointer(matrix.columnScales)
        product.column_sums = UnsafePointer(matrix.columnSums)
        product.n = matrix.outputs
        product.c = result.address
        product.c_element = element.code
        product.c_stride = matrix.outputs
        product.bias = matrix.bias.map { UnsafePointer($0) }
        product.residual = residual.map { UnsafeRawPointer($0.address) }
        product.residual_element = (residual?.element ?? .f32).code
        product.residual_stride = matrix.outputs
        product.activation = activation.code

        let rows = shape.rows
        let multiply =
            switch matrix.element {
            case .f32: kernels.pointee.product
            case .bf16: kernels.pointee.product_bf16
            case .int8: kernels.pointee.product_int8
            }
        guard let multiply else { return result }
        let panels = max(1, columnsPerChunk / kernels.pointee.panel_width)
        let groups = (matrix.panelCount + panels - 1) / panels
        // Of about the same height, so that none passes over all weights for a few rows, and of whole tiles.
        let height = kernels.pointee.tile_rows
        let fewest = max(1, (rows + mostRowsPerChunk - 1) / mostRowsPerChunk)
        let rowsPerChunk = ((rows + fewest - 1) / fewest + height - 1) / height * height
        let blocks = (rows + rowsPerChunk - 1) / rowsPerChunk
        withExtendedLifetime((residual, matrix)) {
            withUnsafePointer(to: &product) { product in
                nonisolated(unsafe) let product = product
                parallel(blocks * groups) { chunk, _ in
                    let row = chunk / groups * rowsPerChunk
                    let panel = chunk % groups * panels
                    multiply(
                        product, row, min(row + rowsPerChunk, rows), panel,
                        min(panel + panels, matrix.panelCount))
                }
            }
        }
        return result
    }
}
