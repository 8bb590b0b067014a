internal import CCLIPKernels

/// A linear map `x Wᵀ + b` laid out for one instruction set's kernels: panels of columns, one behind the
/// other, each read from front to back by a tile. Made once at load, used for every batch size.
public final class PackedMatrix: Sendable {
    /// Columns of the result.
    public let outputs: Int
    /// Numbers that one result is summed over.
    public let inputs: Int

    /// How the weights lie in memory. Operands of a product must be of the same kind.
    public let element: Element

    nonisolated(unsafe) let panels: UnsafeMutableRawPointer
    nonisolated(unsafe) let bias: UnsafeMutablePointer<Float>?
    let panelCount: Int
    let instructionSet: InstructionSet
    private let panelBytes, byteCount: Int
    /// What keeps the panels' memory, where that is not this matrix.
    private let owner: (any AnyObject & Sendable)?

    /// Where rows of weights are when they are packed: `rows` of the matrix, `[rows.count, inputs]`, at the address that
    /// is returned, which may be anywhere and need not be that of a float. Where they have to be made they are written
    /// to `scratch`, which has room for them. Called from several threads at once.
    public typealias Rows = (
        _ rows: Range<Int>, _ scratch: UnsafeMutableBufferPointer<Float>
    ) -> UnsafeRawPointer

    /// Packs rows panel by panel, on all threads.
    /// - Parameters:
    ///   - bias: `[outputs]`, or nil.
    ///   - outputs: rows of the matrix.
    ///   - inputs: columns of the matrix.
    ///   - element: how the weights are kept; bf16 needs an even number of inputs, int8 a multiple of four.
    ///   - compute: whose kernels the matrix is packed for.
    ///   - memory: where the panels lie until something else is packed there; nil for memory of their own.
    ///   - rows: gives the weights.
    public init(
        bias: [Float]?, outputs: Int, inputs: Int, element: Element = .f32, compute: Compute,
        in memory: PackingMemory? = nil, rows: Rows
    ) {
        precondition(inputs % element.group == 0, "\(inputs) inputs are no groups of \(element.rawValue)")
        precondition(bias.map { $0.count == outputs } ?? true, "bias: not \(outputs) long")
        self.outputs = outputs
        self.inputs = inputs
        self.element = element
        instructionSet = compute.instructionSet
        let kernels = compute.kernels
        let width = kernels.pointee.panel_width
        panelCount = (outputs + width - 1) / width
        let (panelBytes, byteCount) = Self.bytes(panelCount * width, inputs, element)
        (self.panelBytes, self.byteCount) = (panelBytes, byteCount)
        // A prefetch ahead of the last panel touches memory behind it, but never faults.
        owner = memory
        panels = memory?.panels.room(for: byteCount) ?? UnsafeMutableRawPointer(allocateFloats(byteCount / 4))
        self.bias = bias.map(copyFloats)
        nonisolated(unsafe) let target = panels
        nonisolated(unsafe) let rows = rows
        let panelCount = panelCount
        // Where rows are read in place nothing is written here, and pages that are not written take no memory.
        let scratch = memory?.rows ?? GrowingMemory()
        nonisolated(unsafe) let room = scratch.room(for: compute.threads * width * inputs * 4)
        compute.parallel(panelCount) { panel, thread in
            let first = panel * width
            let columns = min(width, outputs - first)
            let free = (room + thread * width * inputs * 4).assumingMemoryBound(to: Float.self)
            let source = rows(
                first..<first + columns, UnsafeMutableBufferPointer(start: free, count: columns * inputs)
            ).assumingMemoryBound(to: Float.self)
            let place = target + first * inputs * element.size
            switch element {
            case .f32:
                kernels.pointee.pack(
                    source, inputs, columns, inputs, place.assumingMemoryBound(to: Float.self))
            case .bf16:
                kernels.pointee.pack_bf16(
                    source, inputs, columns, inputs, place.assumingMemoryBound(to: UInt16.self))
            case .int8:
                let scales = target + panelBytes + first * 4
                kernels.pointee.pack_int8(
                    source, inputs, columns, inputs, place.assumingMemoryBound(to: Int8.self),
                    scales.assumingMemoryBound(to: Float.self),
                    (scales + panelCount * width * 4).assumingMemoryBound(to: Int32.self))
            }
        }
        withExtendedLifetime(scratch) {}
    }

    /// - Parameters:
    ///   - weights: `[outputs, inputs]`, row-major.
    ///   - bias: `[outputs]`, or nil.
    ///   - outputs: rows of the matrix.
    ///   - inputs: columns of the matrix.
    ///   - element: how the weights are kept; bf16 needs an even number of inputs, int8 a multiple of four.
    ///   - compute: whose kernels the matrix is packed for.
    public convenience init(
        _ weights: UnsafeBufferPointer<Float>, bias: [Float]?, outputs: Int, inputs: Int,
        element: Element = .f32, compute: Compute
    ) {
        precondition(
            weights.count == outputs * inputs, "weights: \(weights.count) is not \(outputs) × \(inputs)")
        nonisolated(unsafe) let weights = weights
        self.init(bias: bias, outputs: outputs, inputs: inputs, element: element, compute: compute) {
            rows, scratch in
            // Without inputs there may be no address, and nothing is read.
            weights.baseAddress.map { UnsafeRawPointer($0 + rows.lowerBound * inputs) }
                ?? UnsafeRawPointer(scratch.baseAddress!)
        }
    }

    /// Takes panels that were packed before for the same instruction set.
    ///
    /// - Parameters:
    ///   - bytes: what ``withPanels(_:)`` lent, at the address of a cache line; never written.
    ///   - bias: `[outputs]`, or nil.
    ///   - outputs: rows of the matrix.
    ///   - inputs: columns of the matrix.
    ///   - element: how the weights are kept.
    ///   - owner: keeps the panels' memory.
    ///   - compute: whose kernels the matrix was packed for.
    /// - Returns: nil if there are not as many bytes as that, or their address does not suit.
    public init?(
        panels bytes: UnsafeRawBufferPointer, bias: [Float]?, outputs: Int, inputs: Int, element: Element,
        owner: any AnyObject & Sendable, compute: Compute
    ) {
        let width = compute.kernels.pointee.panel_width
        panelCount = (outputs + width - 1) / width
        (panelBytes, byteCount) = Self.bytes(panelCount * width, inputs, element)
        guard let start = bytes.baseAddress, bytes.count == byteCount, Int(bitPattern: start) % 64 == 0,
            bias.map({ $0.count == outputs }) ?? true
        else { return nil }
        self.outputs = outputs
        self.inputs = inputs
        self.element = element
        self.owner = owner
        instructionSet = compute.instructionSet
        panels = UnsafeMutableRawPointer(mutating: start)
        self.bias = bias.map(copyFloats)
    }

    // Bytes of the panels alone, and with what 8-bit columns have behind them: a scale and a sum each.
    private static func bytes(_ columns: Int, _ inputs: Int, _ element: Element) -> (panels: Int, all: Int) {
        let panels = columns * inputs * element.size
        return (panels, panels + (element == .int8 ? columns * 8 : 0))
    }

    /// What the bytes of a column stand for, a column's number for each; nil if the numbers are not bytes.
    var columnScales: UnsafeMutablePointer<Float>? {
        element == .int8 ? (panels + panelBytes).assumingMemoryBound(to: Float.self) : nil
    }

    /// The sum of a column's bytes; nil if the numbers are not bytes.
    var columnSums: UnsafeMutablePointer<Int32>? {
        guard element == .int8 else { return nil }
        return (panels + (panelBytes + byteCount) / 2).assumingMemoryBound(to: Int32.self)
    }

    /// Lends the panels' bytes, and the bias.
    public func withPanels<Result, Failure: Error>(
        _ body: (_ panels: UnsafeRawBufferPointer, _ bias: UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(
            UnsafeRawBufferPointer(start: panels, count: byteCount),
            bias.map { UnsafeRawBufferPointer(start: $0, count: outputs * 4) })
    }

    /// From an array; otherwise as the other.
    public static func packing(
        _ weights: [Float], bias: [Float]?, outputs: Int, inputs: Int, element: Element = .f32,
        compute: Compute
    ) -> PackedMatrix {
        weights.withUnsafeBufferPointer {
            PackedMatrix(
                $0, bias: bias, outputs: outputs, inputs: inputs, element: element, compute: compute)
        }
    }

    deinit {
        if owner == nil { panels.deallocate() }
        bias?.deallocate()
    }
}

/// Floats aligned to a cache line; at least one, so that there is always an address.
func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        .bindMemory(to: Float.self, capacity: max(count, 1))
}

private func copyFloats(_ values: [Float]) -> UnsafeMutablePointer<Float> {
    let copy = allocateFloats(values.count)
    for (index, value) in values.enumerated() { copy[index] = value }
    return copy
}
