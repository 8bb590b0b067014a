internal import CCLIPKernels

/// Memory that unpacked products lay their factors out in, one after the other. For one thread that multiplies at a
/// time.
public final class ProductMemory: Sendable {
    let panels = GrowingMemory()
    let rows = GrowingMemory()

    /// Memory that is taken when it is first needed.
    public init() {}
}

// The most rows of a result that one chunk of work covers, and its columns; as for packed matrices.
private let mostRowsPerChunk = 192
private let columnsPerChunk = 64
// Chunks per thread, so that a slow thread takes fewer.
private let chunksPerThread = 4

extension Compute {
    /// `C = A B`, or `C += A B`, of float32 matrices that were not packed before.
    ///
    /// Bits do not depend on the number of threads, nor a row's on the rows beside it: the inner dimension is summed in
    /// runs of fixed length, each with one accumulator per number, and runs are added in order.
    /// - Parameters:
    ///   - a: `[M, K]`
    ///   - b: `[K, N]`
    ///   - c: `[M, N]`; must not overlap the factors.
    ///   - isAdding: whether the product is added to what `c` holds.
    ///   - memory: for the factors' layout, about as much as `b` takes, and as `a` if that is transposed.
    /// - Complexity: O(M N K); laying out is O(K N), and O(M K) for a transposed `a`.
    public func multiply(
        _ a: MatrixView, _ b: MatrixView, into c: MatrixTarget, adding isAdding: Bool = false,
        in memory: ProductMemory
    ) {
        precondition(
            a.columns == b.rows && a.rows == c.rows && b.columns == c.columns,
            "\(a.rows) × \(a.columns) times \(b.rows) × \(b.columns) is not \(c.rows) × \(c.columns)")
        guard c.rows > 0, c.columns > 0 else { return }
        guard a.columns > 0 else {
            if !isAdding {
                for row in 0..<c.rows {
                    (c.address + row * c.stride).update(repeating: 0, count: c.columns)
                }
            }
            return
        }
        let rows = a.isTransposed ? laidOut(a, in: memory) : a
        multiply(rows: rows, panels: Panels(b, in: memory.panels, self), into: c, adding: isAdding)
        withExtendedLifetime(memory) {}
    }

    private func laidOut(_ a: MatrixView, in memory: ProductMemory) -> MatrixView {
        let room = memory.rows.room(for: a.rows * a.columns * 4)
            .bindMemory(to: Float.self, capacity: a.rows * a.columns)
        copy(a, into: MatrixTarget(room, rows: a.rows, columns: a.columns))
        return MatrixView(room, rows: a.rows, columns: a.columns)
    }

    func multiply(
        rows a: MatrixView, panels: Panels, into c: MatrixTarget, adding isAdding: Bool
    ) {
        let width = kernels.pointee.panel_width
        let panelCount = panels.count
        let panelsPerChunk = max(1, columnsPerChunk / width)
        let groups = (panelCount + panelsPerChunk - 1) / panelsPerChunk
        let height = kernels.pointee.tile_rows
        let wanted = max(
            (c.rows + mostRowsPerChunk - 1) / mostRowsPerChunk,
            (threads * chunksPerThread + groups - 1) / groups)
        let rowsPerChunk = ((c.rows + wanted - 1) / wanted + height - 1) / height * height
        let blocks = (c.rows + rowsPerChunk - 1) / rowsPerChunk
        nonisolated(unsafe) let (a, c, panels) = (a, c, panels)
        parallel(blocks * groups) { chunk, _ in
            let row = chunk / groups * rowsPerChunk
            let panel = chunk % groups * panelsPerChunk
            var product = cclip_product()
            product.n = c.columns
            product.c = UnsafeMutableRawPointer(c.address)
            product.c_stride = c.stride
            product.a.row_stride = a.stride
            product.a.segments = 1
            product.residual = isAdding ? UnsafeRawPointer(c.address) : nil
            product.residual_stride = c.stride
            for first in stride(from: 0, to: a.columns, by: Panels.longestRun) {
                let length = min(Panels.longestRun, a.columns - first)
                product.a.base = UnsafeRawPointer(a.address + first)
                (product.a.k, product.a.segment_length) = (length, length)
                product.packed = UnsafeRawPointer(panels.run(from: first))
                kernels.pointee.product(
                    &product, row, min(row + rowsPerChunk, c.rows), panel,
                    min(panel + panelsPerChunk, panelCount))
                product.residual = UnsafeRawPointer(c.address)
            }
        }
    }
}
