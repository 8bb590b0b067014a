internal import CCLIPKernels

/// A right factor that many products share, laid out once.
public final class PanelMatrix: Sendable {
    /// Rows of the matrix: the inner dimension.
    public let rows: Int
    /// Columns of the matrix.
    public let columns: Int

    nonisolated(unsafe) fileprivate let panels: Panels
    private let memory = GrowingMemory()
    private let instructionSet: InstructionSet

    /// Lays a matrix out for the kernels of `compute`, on all threads.
    public init(_ matrix: MatrixView, compute: Compute) {
        (rows, columns, instructionSet) = (matrix.rows, matrix.columns, compute.instructionSet)
        panels = Panels(matrix, in: memory, compute)
    }

    fileprivate func check(_ a: MatrixView, rows: Int, columns: Int, _ compute: Compute) {
        precondition(compute.instructionSet == instructionSet, "a factor laid out for \(instructionSet)")
        precondition(
            a.columns == self.rows && a.rows == rows && columns == self.columns && !a.isTransposed,
            "\(a.rows) × \(a.columns) times \(self.rows) × \(self.columns) is not \(rows) × \(columns)")
    }
}

// Rows of a result in float64 that one chunk of work covers.
private let rowsPerChunk = 96

extension Compute {
    /// `C = A B`, or `C += A B`; bits as for unpacked factors.
    /// - Parameters:
    ///   - a: `[M, K]`, row by row in memory.
    ///   - b: `[K, N]`
    ///   - c: `[M, N]`; must not overlap `a`.
    ///   - isAdding: whether the product is added to what `c` holds.
    public func multiply(
        _ a: MatrixView, _ b: PanelMatrix, into c: MatrixTarget, adding isAdding: Bool = false
    ) {
        b.check(a, rows: c.rows, columns: c.columns, self)
        multiply(rows: a, panels: b.panels, into: c, adding: isAdding)
        withExtendedLifetime(b) {}
    }

    /// `A B` where the inner dimension is long: products and sums of 768 of them in float32, the sums of these in
    /// float64, so that the error does not grow with K.
    /// - Parameters:
    ///   - a: `[M, K]`, row by row in memory.
    ///   - b: `[K, N]`
    ///   - c: `[M, N]`, row-major; replaced.
    public func multiply(_ a: MatrixView, _ b: PanelMatrix, into c: UnsafeMutableBufferPointer<Double>) {
        let columns = b.columns
        b.check(a, rows: a.rows, columns: columns, self)
        precondition(c.count == a.rows * columns, "\(c.count) numbers are not \(a.rows) × \(columns)")
        guard let target = c.baseAddress else { return }
        let panels = b.panels
        let width = panels.width
        // So that all threads have work where the result is small.
        let height = kernels.pointee.tile_rows
        let groups = max(1, min(panels.count, columns))
        let wanted = max((a.rows + rowsPerChunk - 1) / rowsPerChunk, (threads + groups - 1) / groups)
        let rows = ((a.rows + wanted - 1) / wanted + height - 1) / height * height
        let blocks = (a.rows + rows - 1) / rows
        nonisolated(unsafe) let scratch = allocateFloats(threads * rows * width)
        defer { scratch.deallocate() }
        nonisolated(unsafe) let (a, place) = (a, target)
        parallel(blocks * panels.count) { chunk, thread in
            let first = chunk / panels.count * rows
            let count = min(rows, a.rows - first)
            let panel = chunk % panels.count
            let sums = scratch + thread * rows * width
            let some = min(width, columns - panel * width)
            for row in first..<first + count {
                (place + row * columns + panel * width).update(repeating: 0, count: some)
            }
            var product = cclip_product()
            product.n = some
            product.c = UnsafeMutableRawPointer(sums)
            product.c_stride = width
            product.a.row_stride = a.stride
            product.a.segments = 1
            for run in stride(from: 0, to: a.columns, by: Panels.longestRun) {
                let length = min(Panels.longestRun, a.columns - run)
                product.a.base = UnsafeRawPointer(a.at(first, run))
                (product.a.k, product.a.segment_length) = (length, length)
                product.packed = UnsafeRawPointer(panels.run(from: run) + panel * width * length)
                kernels.pointee.product(&product, 0, count, 0, 1)
                for row in 0..<count {
                    let to = place + (first + row) * columns + panel * width
                    let from = sums + row * width
                    for column in 0..<some { to[column] += Double(from[column]) }
                }
            }
        }
        withExtendedLifetime(b) {}
    }
}
