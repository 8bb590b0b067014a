extension Compute {
    /// What flows back to a linear map's weights: `gradientᵀ x`, summed over all rows in their order.
    /// - Parameters:
    ///   - gradient: with respect to the map's result, `[B, T, outputs]`.
    ///   - x: the map's input, `[B, T, inputs]`.
    ///   - also: added to the result: what was found before.
    ///   - memory: where `x` is packed.
    ///   - arena: where the result lies.
    /// - Returns: `[1, outputs, inputs]`
    public func weightGradient(
        of gradient: Tensor, at x: Tensor, also: Tensor? = nil, in memory: PackingMemory, on arena: Arena
    ) -> Tensor {
        let (rows, inputs) = (x.shape.rows, x.shape.channels)
        precondition(gradient.shape.rows == rows, "weights: \(gradient.shape) for \(x.shape)")
        nonisolated(unsafe) let from = x.pointer
        let packed = PackedMatrix(bias: nil, outputs: inputs, inputs: rows, compute: self, in: memory) {
            columns, scratch in
            for (place, column) in columns.enumerated() {
                for row in 0..<rows { scratch[place * rows + row] = from[row * inputs + column] }
            }
            return UnsafeRawPointer(scratch.baseAddress!)
        }
        return withExtendedLifetime(x) {
            linear(transposed(gradient, on: arena), packed, residual: also, on: arena)
        }
    }

    /// The matrix of all rows, turned: `[B, T, D]` → `[1, D, B T]`.
    public func transposed(_ x: Tensor, on arena: Arena) -> Tensor {
        let (rows, width) = (x.shape.rows, x.shape.channels)
        let result = Tensor(Shape(batch: 1, tokens: width, channels: rows), on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.pointer)
        // Squares that fit the first-level cache.
        let side = 32
        parallel((width + side - 1) / side) { chunk, _ in
            let columns = chunk * side..<min((chunk + 1) * side, width)
            for first in stride(from: 0, to: rows, by: side) {
                for column in columns {
                    for row in first..<min(first + side, rows) {
                        to[column * rows + row] = from[row * width + column]
                    }
                }
            }
        }
        return withExtendedLifetime(x) { result }
    }
}
