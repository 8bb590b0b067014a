internal import CCLIPKernels

// Rows that one chunk covers.
private let rowsPerChunk = 16

extension Compute {
    /// Each row divided by its length; a row of zeros stays.
    public func unitRows(_ x: Tensor, on arena: Arena) -> Tensor {
        let (rows, width) = (x.shape.rows, x.shape.channels)
        let result = Tensor(x.shape, on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.pointer)
        parallel((rows + rowsPerChunk - 1) / rowsPerChunk) { chunk, _ in
            let first = chunk * rowsPerChunk
            let count = min(rowsPerChunk, rows - first)
            (to + first * width).update(from: from + first * width, count: count * width)
            kernels.pointee.normalise(to + first * width, count, width)
        }
        return withExtendedLifetime(x) { result }
    }

    /// What flows back through ``unitRows(_:on:)``: `(d − u (u · d)) / |x|`, u the unit row; zeros for a row of zeros.
    /// - Parameters:
    ///   - gradient: d, with respect to the unit rows.
    ///   - x: the rows before.
    ///   - arena: where the result lies.
    public func unitRowsGradient(of gradient: Tensor, at x: Tensor, on arena: Arena) -> Tensor {
        precondition(gradient.shape == x.shape, "unit rows: \(gradient.shape) for \(x.shape)")
        let (rows, width) = (x.shape.rows, x.shape.channels)
        let result = Tensor(x.shape, on: arena)
        nonisolated(unsafe) let (from, flow, to) = (x.pointer, gradient.pointer, result.pointer)
        parallel((rows + rowsPerChunk - 1) / rowsPerChunk) { chunk, _ in
            for row in chunk * rowsPerChunk..<min((chunk + 1) * rowsPerChunk, rows) {
                let (x, d, target) = (from + row * width, flow + row * width, to + row * width)
                var (square, along) = (0.0, 0.0)
                for column in 0..<width {
                    square += Double(x[column]) * Double(x[column])
                    along += Double(x[column]) * Double(d[column])
                }
                let part = square > 0 ? 1 / square.squareRoot() : 0
                let slope = square > 0 ? Float(along / square) : 0
                for column in 0..<width { target[column] = (d[column] - x[column] * slope) * Float(part) }
            }
        }
        return withExtendedLifetime((x, gradient)) { result }
    }
}
