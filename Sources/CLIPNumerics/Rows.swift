internal import CCLIPKernels

/// Gain and offset of a layer norm.
public final class NormParameters: Sendable {
    /// `[D]` each.
    let gain: [Float], offset: [Float]
    /// Added to the variance.
    let epsilon: Float

    /// - Parameters:
    ///   - gain: `[D]`
    ///   - offset: `[D]`
    ///   - epsilon: added to the variance.
    public init(gain: [Float], offset: [Float], epsilon: Float) {
        precondition(gain.count == offset.count, "layer norm: \(gain.count) gains, \(offset.count) offsets")
        self.gain = gain
        self.offset = offset
        self.epsilon = epsilon
    }
}

// Rows or pixels that one chunk of a memory-bound step covers.
private let rowsPerChunk = 32

extension Compute {
    /// `(x − mean) / √(variance + ε) · gain + offset` per row (Ba et al. 2016).
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - norm: gain and offset, `[D]` each.
    ///   - element: of the result.
    ///   - arena: where the result lies.
    /// - Returns: the same shape.
    public func layerNorm(
        _ x: Tensor, _ norm: NormParameters, as element: Element = .f32, on arena: Arena
    ) -> Tensor {
        let x = converted(x, to: .f32, on: arena)
        let rows = x.shape.rows
        let width = x.shape.channels
        precondition(norm.gain.count == width, "layer norm: \(x.shape) with \(norm.gain.count) gains")
        let result = Tensor(x.shape, element, on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.address)
        nonisolated(unsafe) let scales = result.rowScales
        norm.gain.withUnsafeBufferPointer { gain in
            norm.offset.withUnsafeBufferPointer { offset in
                nonisolated(unsafe) let (gain, offset) = (gain.baseAddress!, offset.baseAddress!)
                parallel((rows + rowsPerChunk - 1) / rowsPerChunk) { chunk, _ in
                    let first = chunk * rowsPerChunk
                    kernels.pointee.layer_norm(
                        from + first * width, width, min(rowsPerChunk, rows - first), width, gain, offset,
                        norm.epsilon, to + first * width * element.size, element.code, width,
                        scales.from(first))
                }
            }
        }
        return withExtendedLifetime(x) { result }
    }

    /// The mean of each `window` × `window` square; what is left over at the edges is dropped.
    /// - Parameters:
    ///   - x: `[B, H, W, C]`
    ///   - window: side of the square, in pixels.
    ///   - arena: where the result lies.
    /// - Returns: `[B, H / window, W / window, C]`
    public func averagePool(_ x: Tensor, window: Int, on arena: Arena) -> Tensor {
        precondition(x.element != .int8, "bytes are for products only")
        let shape = Shape(
            batch: x.shape.batch, height: x.shape.height / window, width: x.shape.width / window,
            channels: x.shape.channels)
        let result = Tensor(shape, x.element, on: arena)
        nonisolated(unsafe) let (from, to) = (x.address, result.address)
        parallel(shape.batch * shape.height) { row, _ in
            kernels.pointee.average_pool(
                from, x.element.code, x.shape.height, x.shape.width, shape.channels, window, row, row + 1, to)
        }
        return withExtendedLifetime(x) { result }
    }

    /// Divides each row by its length, in place; a row of zeros stays.
    /// - Parameters:
    ///   - values: `[rows, columns]`
    ///   - columns: numbers in a row.
    public func normalise(_ values: inout [Float], columns: Int) {
        precondition(
            columns > 0 && values.count % columns == 0, "normalise: \(values.count) in rows of \(columns)")
        let rows = values.count / columns
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            kernels.pointee.normalise(base, rows, columns)
        }
    }

    /// The same sums as a product's epilogue applies, for tests and for single values.
    public func activate(_ values: inout [Float], _ activation: Activation) {
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            kernels.pointee.activate(base, buffer.count, activation.code)
        }
    }
}
