internal import CCLIPKernels

// Rows that one chunk of the rows' pass covers, and columns of the columns' pass.
private let rowsPerChunk = 16
private let columnsPerChunk = 64

extension Compute {
    /// What flows back through a layer norm (Ba et al. 2016).
    /// - Parameters:
    ///   - gradient: with respect to the norm's result, `[B, T, D]`.
    ///   - x: what was normed.
    ///   - norm: gain and offset, `[D]` each.
    ///   - also: added to the result: what flows back to `x` from elsewhere.
    ///   - learns: whether gain and offset need gradients.
    ///   - arena: where results lie.
    /// - Returns: gradients with respect to `x`, and, `[1, 2, D]`, to gain and offset.
    public func layerNormGradient(
        of gradient: Tensor, at x: Tensor, _ norm: NormParameters, also: Tensor?, learns: Bool,
        on arena: Arena
    ) -> (input: Tensor, parameters: Tensor?) {
        let (rows, width) = (x.shape.rows, x.shape.channels)
        precondition(
            gradient.shape == x.shape && (also.map { $0.shape == x.shape } ?? true)
                && norm.gain.count == width,
            "layer norm: \(gradient.shape) and \(x.shape)")
        let result = Tensor(x.shape, on: arena)
        // Mean and 1 / deviation of each row.
        let statistics = Tensor(Shape(batch: 1, tokens: rows, channels: 2), on: arena)
        nonisolated(unsafe) let (from, flow, to) = (x.pointer, gradient.pointer, result.pointer)
        nonisolated(unsafe) let (other, moments) = (also?.pointer, statistics.pointer)
        norm.gain.withUnsafeBufferPointer { gain in
            nonisolated(unsafe) let gain = gain.baseAddress!
            parallel((rows + rowsPerChunk - 1) / rowsPerChunk) { chunk, _ in
                let first = chunk * rowsPerChunk
                let at = first * width
                kernels.pointee.layer_norm_gradient(
                    from + at, flow + at, min(rowsPerChunk, rows - first), width, gain, norm.epsilon,
                    other.map { UnsafePointer($0 + at) }, to + at, moments + 2 * first)
            }
        }
        guard learns else { return withExtendedLifetime((x, gradient, also)) { (result, nil) } }
        let parameters = Tensor(Shape(batch: 1, tokens: 2, channels: width), on: arena)
        nonisolated(unsafe) let sums = parameters.pointer
        parallel((width + columnsPerChunk - 1) / columnsPerChunk) { chunk, _ in
            let columns = chunk * columnsPerChunk..<min((chunk + 1) * columnsPerChunk, width)
            for column in columns { (sums[column], sums[width + column]) = (0, 0) }
            for row in 0..<rows {
                let (mean, scale) = (moments[2 * row], moments[2 * row + 1])
                for column in columns {
                    let flow = flow[row * width + column]
                    sums[column] += flow * ((from[row * width + column] - mean) * scale)
                    sums[width + column] += flow
                }
            }
        }
        return withExtendedLifetime((x, gradient, also, statistics)) { (result, parameters) }
    }

    /// The sum of all rows, each column's from the first row to the last: what flows back to a bias.
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - also: added to the sums, `[1, 1, D]`.
    ///   - arena: where the result lies.
    /// - Returns: `[1, 1, D]`
    public func columnSums(_ x: Tensor, also: Tensor? = nil, on arena: Arena) -> Tensor {
        let (rows, width) = (x.shape.rows, x.shape.channels)
        let result = Tensor(Shape(batch: 1, tokens: 1, channels: width), on: arena)
        precondition(also.map { $0.shape == result.shape } ?? true, "column sums: \(x.shape)")
        nonisolated(unsafe) let (from, other, to) = (x.pointer, also?.pointer, result.pointer)
        parallel((width + columnsPerChunk - 1) / columnsPerChunk) { chunk, _ in
            let columns = chunk * columnsPerChunk..<min((chunk + 1) * columnsPerChunk, width)
            for column in columns { to[column] = other?[column] ?? 0 }
            for row in 0..<rows {
                for column in columns { to[column] += from[row * width + column] }
            }
        }
        return withExtendedLifetime((x, also)) { result }
    }
}
