internal import CCLIPKernels

extension Compute {
    /// Dot products of many rows with all columns of a matrix, some rows at a time: each block is handed on while it is
    /// in the caches, so that memory does not grow with the rows.
    ///
    /// A product has the bits that ``linear(_:_:activation:residual:as:on:)`` gives, whatever the blocks are.
    /// - Parameters:
    ///   - rows: `[n, inputs]`, row-major.
    ///   - matrix: packed in f32; its bias, if it has one, is added.
    ///   - body: gets a block's rows and their products, `[block, outputs]`, which are gone afterwards. Called on all
    ///     threads, in no order; `thread` is in `0 ..< threads`, and no two calls run at once with the same one.
    public func forEachProduct(
        of rows: UnsafeBufferPointer<Float>, with matrix: PackedMatrix,
        _ body: (_ block: Range<Int>, _ products: UnsafeBufferPointer<Float>, _ thread: Int) -> Void
    ) {
        precondition(matrix.element == .f32, "rows of f32 into \(matrix.element.rawValue)")
        precondition(matrix.instructionSet == instructionSet, "weights packed for \(matrix.instructionSet)")
        precondition(matrix.inputs > 0 && rows.count % matrix.inputs == 0, "rows are not whole")
        guard let base = rows.baseAddress, let multiply = kernels.pointee.product else { return }
        let count = rows.count / matrix.inputs
        let height = blockHeight(matrix.outputs, kernels.pointee.tile_rows)
        let scratch = allocateFloats(threads * height * matrix.outputs)
        defer { scratch.deallocate() }
        nonisolated(unsafe) let (from, room) = (base, scratch)
        parallel((count + height - 1) / height) { chunk, thread in
            let block = chunk * height..<min((chunk + 1) * height, count)
            let target = room + thread * height * matrix.outputs
            var operand = cclip_operand()
            operand.base = UnsafeRawPointer(from + block.lowerBound * matrix.inputs)
            operand.row_stride = matrix.inputs
            operand.k = matrix.inputs
            operand.segment_length = min(matrix.inputs, longestRun)
            operand.segments = (matrix.inputs + longestRun - 1) / longestRun
            var product = cclip_product()
            product.a = operand
            product.packed = UnsafeRawPointer(matrix.panels)
            product.n = matrix.outputs
            product.c = UnsafeMutableRawPointer(target)
            product.c_element = Element.f32.code
            product.c_stride = matrix.outputs
            product.bias = matrix.bias.map { UnsafePointer($0) }
            product.residual_element = Element.f32.code
            product.residual_stride = matrix.outputs
            product.activation = Activation.identity.code
            multiply(&product, 0, block.count, 0, matrix.panelCount)
            body(block, UnsafeBufferPointer(start: target, count: block.count * matrix.outputs), thread)
        }
        withExtendedLifetime(matrix) {}
    }

    /// Rows of a block: their products fit into the second-level cache, in whole tiles.
    private func blockHeight(_ outputs: Int, _ tile: Int) -> Int {
        let rows = max(1, (1 << 17) / max(outputs, 1))
        return min(192, max(tile, rows / tile * tile))
    }
}

// The inner dimension is walked in runs of this length, as in every product of f32.
private let longestRun = 768
