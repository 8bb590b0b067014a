internal import CCLIPKernels

/// How a tensor's or a matrix's numbers lie in memory.
public enum Element: String, Sendable, Hashable, CaseIterable {
    /// 32-bit floating point.
    case f32
    /// The upper half of its bits, rounded to nearest even: eight bits of mantissa, the same range. Products of such
    /// numbers are summed in 32 bits.
    case bf16
    /// Bytes. A row of activations has its own scale and zero, so that its 255 even steps reach from its least number to
    /// its largest (Dettmers et al. 2022, "LLM.int8()", §2, calls the like zeropoint quantization); a row of weights has a
    /// scale. Products are summed exactly, in 32 bits.
    case int8

    /// Bytes of one number.
    public var size: Int {
        switch self {
        case .f32: 4
        case .bf16: 2
        case .int8: 1
        }
    }

    /// Numbers that a lane of a product multiplies at once; a row's length must be a multiple of it.
    public var group: Int { 4 / size }

    var code: cclip_element {
        switch self {
        case .f32: CCLIP_F32
        case .bf16: CCLIP_BF16
        case .int8: CCLIP_INT8
        }
    }
}

extension Compute {
    /// Whether the processor multiplies numbers of this kind faster than 32-bit ones.
    public func isNative(_ element: Element) -> Bool {
        switch element {
        case .f32: true
        case .bf16: kernels.pointee.has_bf16
        case .int8: kernels.pointee.has_int8
        }
    }

    /// The same numbers as another kind of element; the tensor itself where it has it already.
    public func converted(_ x: Tensor, to element: Element, on arena: Arena) -> Tensor {
        guard x.element != element else { return x }
        if element == .int8 { return quantised(x, on: arena) }
        precondition(x.element != .int8, "bytes are for products only")
        let result = Tensor(x.shape, element, on: arena)
        let chunk = 1 << 14
        let count = x.shape.count
        nonisolated(unsafe) let (from, to) = (x.address, result.address)
        parallel((count + chunk - 1) / chunk) { index, _ in
            let first = index * chunk
            let length = min(chunk, count - first)
            switch element {
            case .bf16:
                kernels.pointee.narrow(
                    from.assumingMemoryBound(to: Float.self) + first, length,
                    to.assumingMemoryBound(to: UInt16.self) + first)
            case .f32, .int8:
                kernels.pointee.widen(
                    from.assumingMemoryBound(to: UInt16.self) + first, length,
                    to.assumingMemoryBound(to: Float.self) + first)
            }
        }
        return withExtendedLifetime(x) { result }
    }

    /// Samples of pictures, 0…255, each less 128: whole numbers that bf16 holds exactly.
    /// - Parameters:
    ///   - shape: `[B, H, W, C]`
    ///   - arena: where the result lies.
    ///   - samples: those of one picture, `H × W × C` of them.
    public func centred(_ shape: Shape, on arena: Arena, samples: (_ picture: Int) -> [UInt8]) -> Tensor {
        let result = Tensor(shape, .bf16, on: arena)
        let size = shape.count / shape.batch
        nonisolated(unsafe) let target = result.address.assumingMemoryBound(to: UInt16.self)
        parallel(shape.batch) { picture, _ in
            let samples = samples(picture)
            precondition(samples.count == size, "\(samples.count) samples are no picture of \(shape)")
            kernels.pointee.centre(samples, size, target + picture * size)
        }
        return result
    }

    private func quantised(_ x: Tensor, on arena: Arena) -> Tensor {
        let result = Tensor(x.shape, .int8, on: arena)
        let (rows, width) = (x.shape.rows, x.shape.channels)
        let rowsPerChunk = 32
        nonisolated(unsafe) let (from, to) = (UnsafeRawPointer(x.address), result.address)
        nonisolated(unsafe) let scales = result.rowScales
        parallel((rows + rowsPerChunk - 1) / rowsPerChunk) { chunk, _ in
            let first = chunk * rowsPerChunk
            kernels.pointee.quantise(
                from + first * width * x.element.size, x.element.code, width, min(rowsPerChunk, rows - first),
                width,
                to.assumingMemoryBound(to: UInt8.self) + first * width, scales.from(first))
        }
        return withExtendedLifetime(x) { result }
    }
}

extension cclip_row_scales {
    /// Those of the rows from this one on.
    func from(_ row: Int) -> cclip_row_scales {
        cclip_row_scales(scales: scales.map { $0 + row }, zeros: zeros.map { $0 + row })
    }
}
