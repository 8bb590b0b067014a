internal import CCLIPKernels

/// The sizes of a ``Tensor``: `[batch, height, width, channels]`, row-major; a sequence of tokens is
/// `[batch, tokens, 1, channels]`.
public struct Shape: Sendable, Hashable, CustomStringConvertible {
    /// Pictures or texts.
    public var batch: Int
    /// Rows of a picture, or tokens of a sequence.
    public var height: Int
    /// Columns of a picture; 1 for a sequence.
    public var width: Int
    /// Numbers per pixel or token, side by side in memory.
    public var channels: Int

    /// Pictures: `[batch, height, width, channels]`.
    public init(batch: Int, height: Int, width: Int, channels: Int) {
        self.batch = batch
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// Sequences: `[batch, tokens, channels]`.
    public init(batch: Int, tokens: Int, channels: Int) {
        self.init(batch: batch, height: tokens, width: 1, channels: channels)
    }

    /// Tokens (or pixels) of one sequence (or picture).
    public var tokens: Int { height * width }
    /// Tokens of the whole batch: the rows of the matrix that a linear map sees.
    public var rows: Int { batch * tokens }
    /// Numbers in all.
    public var count: Int { rows * channels }

    /// For messages, as in `[8, 50, 768]`.
    public var description: String {
        width == 1 ? "[\(batch), \(height), \(channels)]" : "[\(batch), \(height), \(width), \(channels)]"
    }
}

/// Dense activations on an arena; a value that never changes once a step has filled it.
public struct Tensor {
    /// The sizes.
    public let shape: Shape
    /// How the numbers lie in memory.
    public let element: Element
    private let block: ArenaBlock

    init(_ shape: Shape, _ element: Element = .f32, on arena: Arena) {
        self.shape = shape
        self.element = element
        block = arena.take(Tensor.scalesOffset(shape, element) / 4 + (element == .int8 ? 2 * shape.rows : 0))
    }

    private init(_ shape: Shape, _ element: Element, block: ArenaBlock) {
        self.shape = shape
        self.element = element
        self.block = block
    }

    /// A tensor that `fill` writes completely.
    /// - Parameters:
    ///   - shape: its dimensions.
    ///   - arena: where it lies.
    ///   - fill: gets `shape.count` floats of unknown content.
    public init<E: Error>(
        _ shape: Shape, on arena: Arena, fill: (UnsafeMutableBufferPointer<Float>) throws(E) -> Void
    ) throws(E) {
        self.init(shape, on: arena)
        try fill(UnsafeMutableBufferPointer(start: block.memory, count: shape.count))
    }

    /// The same numbers under other sizes with the same product.
    public func reshaped(_ shape: Shape) -> Tensor {
        precondition(shape.count == self.shape.count, "cannot see \(self.shape) as \(shape)")
        return Tensor(shape, element, block: block)
    }

    /// A copy of the numbers, row-major.
    public var floats: [Float] {
        switch element {
        case .f32: Array(UnsafeBufferPointer(start: block.memory, count: shape.count))
        case .bf16:
            (0..<shape.count).map { index in
                Float(bitPattern: UInt32(address.load(fromByteOffset: index * 2, as: UInt16.self)) << 16)
            }
        case .int8:
            (0..<shape.count).map { index in
                let row = index / shape.channels
                let step = Int32(address.load(fromByteOffset: index, as: UInt8.self)) - rowScales.zeros[row]
                return Float(step) * rowScales.scales[row]
            }
        }
    }

    // Behind the numbers, at the address of a cache line: the scales of all rows, and then their zeros.
    private static func scalesOffset(_ shape: Shape, _ element: Element) -> Int {
        (shape.count * element.size + 63) / 64 * 64
    }

    /// What bytes stand for, row by row; nulls if the numbers are not bytes.
    var rowScales: cclip_row_scales {
        guard element == .int8 else { return cclip_row_scales() }
        let start = address + Tensor.scalesOffset(shape, element)
        return cclip_row_scales(
            scales: start.assumingMemoryBound(to: Float.self),
            zeros: (start + 4 * shape.rows).assumingMemoryBound(to: Int32.self))
    }

    var address: UnsafeMutableRawPointer { UnsafeMutableRawPointer(block.memory) }

    /// The numbers of a 32-bit tensor.
    var pointer: UnsafeMutablePointer<Float> {
        precondition(element == .f32, "a tensor of \(element.rawValue)")
        return block.memory
    }
}
