internal import CCLIPKernels

/// How a tensor's or a matrix's numbers lie in memory.
public enum Element: String, Sendable, Hashable, CaseIterable {
    /// 32-bit floating point.
    case f32
    /// The upper half of its bits, rounded to nearest even: eight bits of mantissa, the same range. Products of such
    /// numbers are summed in 32 bits.
    case bf16

    /// Bytes of one number.
    public var size: Int { self == .f32 ? 4 : 2 }

    var code: cclip_element { self == .f32 ? CCLIP_F32 : CCLIP_BF16 }
}

extension Compute {
    /// Whether the processor multiplies numbers of this kind faster than 32-bit ones.
    public func isNative(_ element: Element) -> Bool { element == .f32 || kernels.pointee.has_bf16 }

    /// The same numbers as another kind of element; the tensor itself where it has it already.
    public func converted(_ x: Tensor, to element: Element, on arena: Arena) -> Tensor {
        guard x.element != element else { return x }
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
            case .f32:
                kernels.pointee.widen(
                    from.assumingMemoryBound(to: UInt16.self) + first, length,
                    to.assumingMemoryBound(to: Float.self) + first)
            }
        }
        return withExtendedLifetime(x) { result }
    }
}
