internal import CCLIPKernels

/// A convolution as a product: each output pixel is a row, each tap a run of channels read in place.
public final class PackedConvolution: Sendable {
    /// The filter's side.
    public let kernel: Int
    /// Pixels between two positions of the filter.
    public let stride: Int
    /// Pixels of zeros around the picture.
    public let padding: Int
    /// Channels of the input.
    public let channels: Int
    /// The filter as a linear map.
    public let matrix: PackedMatrix
    let run: Int
    nonisolated(unsafe) let zeros: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - weights: `[outputs, kernel, kernel, channels]`, row-major.
    ///   - bias: `[outputs]`, or nil.
    ///   - outputs: channels of the result.
    ///   - channels: channels of the input.
    ///   - kernel: side of the square filter, in pixels.
    ///   - stride: pixels from one place of the filter to the next.
    ///   - padding: rows and columns of zeros around the input.
    ///   - element: how the filter is kept; see ``allows(_:channels:kernel:padding:)``.
    ///   - compute: whose kernels the filter is packed for.
    public convenience init(
        _ weights: [Float], bias: [Float]?, outputs: Int, channels: Int, kernel: Int, stride: Int,
        padding: Int, element: Element = .f32, compute: Compute
    ) {
        self.init(
            .packing(
                weights, bias: bias, outputs: outputs, inputs: kernel * kernel * channels, element: element,
                compute: compute),
            channels: channels, kernel: kernel, stride: stride, padding: padding)
    }

    /// - Parameters:
    ///   - matrix: the filter as a linear map, `[outputs, kernel * kernel * channels]`.
    ///   - channels: channels of the input.
    ///   - kernel: side of the square filter, in pixels.
    ///   - stride: pixels from one place of the filter to the next.
    ///   - padding: rows and columns of zeros around the input.
    public init(_ matrix: PackedMatrix, channels: Int, kernel: Int, stride: Int, padding: Int) {
        precondition(matrix.inputs == kernel * kernel * channels, "a filter of \(matrix.inputs) numbers")
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.channels = channels
        // Without padding a whole filter row is contiguous in the picture; with it, each tap may lie
        // outside.
        run = Self.run(channels: channels, kernel: kernel, padding: padding)
        self.matrix = matrix
        zeros = allocateFloats(run)
        zeros.initialize(repeating: 0, count: run)
    }

    private static func run(channels: Int, kernel: Int, padding: Int) -> Int {
        padding == 0 ? kernel * channels : channels
    }

    /// Whether a filter can be kept so: pairs of bf16 must not cross from one run of channels into another, and bytes
    /// are for dense rows.
    public static func allows(_ element: Element, channels: Int, kernel: Int, padding: Int) -> Bool {
        element != .int8 && run(channels: channels, kernel: kernel, padding: padding) % element.group == 0
    }

    deinit { zeros.deallocate() }
}

extension Compute {
    /// `activation(x ∗ W + b + residual)`
    /// - Parameters:
    ///   - x: `[B, H, W, channels]`
    ///   - filter: W and b, packed.
    ///   - activation: applied to the sum.
    ///   - residual: as the result
    ///   - element: of the result.
    ///   - arena: where the result lies.
    /// - Returns: `[B, (H + 2 padding − kernel) / stride + 1, …, outputs]`
    public func convolution(
        _ x: Tensor, _ filter: PackedConvolution, activation: Activation = .identity, residual: Tensor? = nil,
        as element: Element = .f32, on arena: Arena
    ) -> Tensor {
        precondition(
            x.shape.channels == filter.channels, "convolution: \(x.shape) into \(filter.channels) channels")
        func size(_ length: Int) -> Int { (length + 2 * filter.padding - filter.kernel) / filter.stride + 1 }
        let shape = Shape(
            batch: x.shape.batch, height: size(x.shape.height), width: size(x.shape.width),
            channels: filter.matrix.outputs)
        var operand = cclip_operand()
        operand.base = UnsafeRawPointer(x.address)
        operand.k = filter.matrix.inputs
        operand.segment_length = filter.run
        operand.segments = filter.matrix.inputs / filter.run
        // A filter of one pixel at every place is a linear map of the pixels as they lie.
        operand.convolution = filter.kernel > 1 || filter.stride > 1 || filter.padding > 0
        operand.row_stride = filter.channels
        operand.height = x.shape.height
        operand.width = x.shape.width
        operand.channels = filter.channels
        operand.out_height = shape.height
        operand.out_width = shape.width
        operand.stride = filter.stride
        operand.padding = filter.padding
        operand.taps_per_row = filter.padding == 0 ? 1 : filter.kernel
        operand.zeros = UnsafeRawPointer(filter.zeros)
        // Sums of more segments rest in the result, which must be able to hold them.
        let summed = operand.segments <= Int(CCLIP_BLOCK_SEGMENTS) ? element : .f32
        let result = withExtendedLifetime((x, filter)) {
            product(operand, x.element, filter.matrix, shape, activation, residual, summed, on: arena)
        }
        return converted(result, to: element, on: arena)
    }
}
