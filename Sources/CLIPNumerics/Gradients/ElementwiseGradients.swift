internal import CCLIPKernels

// Numbers that one chunk of an elementwise step covers.
private let numbersPerChunk = 1 << 14

extension Compute {
    /// `activation(x)`, bit for bit what a product applies to its sums.
    /// - Returns: the shape of `x`.
    public func activated(_ x: Tensor, _ activation: Activation, on arena: Arena) -> Tensor {
        let result = Tensor(x.shape, on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.pointer)
        inChunks(x.shape.count) { range in
            (to + range.lowerBound).update(from: from + range.lowerBound, count: range.count)
            kernels.pointee.activate(to + range.lowerBound, range.count, activation.code)
        }
        return withExtendedLifetime(x) { result }
    }

    /// What flows back through an activation: `d · activation′(x)`.
    /// - Parameters:
    ///   - gradient: d, with respect to the activation's result.
    ///   - x: what it was applied to, of the same shape.
    ///   - activation: which it was.
    ///   - arena: where the result lies.
    /// - Returns: the gradient with respect to `x`.
    public func activationGradient(
        of gradient: Tensor, at x: Tensor, _ activation: Activation, on arena: Arena
    ) -> Tensor {
        precondition(gradient.shape == x.shape, "activation: \(gradient.shape) and \(x.shape)")
        let result = Tensor(x.shape, on: arena)
        nonisolated(unsafe) let (from, flow, to) = (x.pointer, gradient.pointer, result.pointer)
        inChunks(x.shape.count) { range in
            let first = range.lowerBound
            kernels.pointee.activation_gradient(
                from + first, flow + first, range.count, activation.code, to + first)
        }
        return withExtendedLifetime((x, gradient)) { result }
    }

    /// The sum of two tensors of one shape.
    public func sum(_ x: Tensor, _ y: Tensor, on arena: Arena) -> Tensor {
        precondition(x.shape == y.shape, "sum: \(x.shape) and \(y.shape)")
        let result = Tensor(x.shape, on: arena)
        nonisolated(unsafe) let (first, second, to) = (x.pointer, y.pointer, result.pointer)
        inChunks(x.shape.count) { range in
            for index in range { to[index] = first[index] + second[index] }
        }
        return withExtendedLifetime((x, y)) { result }
    }

    /// Calls `body` for parts of `0 ..< count`, on all threads.
    func inChunks(_ count: Int, _ body: (Range<Int>) -> Void) {
        parallel((count + numbersPerChunk - 1) / numbersPerChunk) { chunk, _ in
            body(chunk * numbersPerChunk..<min((chunk + 1) * numbersPerChunk, count))
        }
    }
}
