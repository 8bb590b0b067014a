internal import CCLIPKernels

// Columns of the source that one chunk of work turns.
private let columnsPerChunk = 64

extension Compute {
    /// Writes a matrix row by row, whichever way it lies in memory.
    /// - Parameters:
    ///   - source: `[rows, columns]`; must not overlap the target.
    ///   - target: `[rows, columns]`
    public func copy(_ source: MatrixView, into target: MatrixTarget) {
        precondition(
            source.rows == target.rows && source.columns == target.columns,
            "copy: \(source.rows) × \(source.columns) into \(target.rows) × \(target.columns)")
        nonisolated(unsafe) let (source, target) = (source, target)
        guard source.isTransposed else {
            parallel((source.rows + columnsPerChunk - 1) / columnsPerChunk) { chunk, _ in
                let first = chunk * columnsPerChunk
                for row in first..<min(first + columnsPerChunk, source.rows) {
                    (target.address + row * target.stride).update(
                        from: source.at(row, 0), count: source.columns)
                }
            }
            return
        }
        turn(source, target)
    }

    // `pack` lays panel_width stored rows out as columns: blocks of that many numbers of the target's rows, which then
    // only have to be brought to their places.
    private func turn(_ source: MatrixView, _ target: MatrixTarget) {
        nonisolated(unsafe) let (source, target) = (source, target)
        let width = kernels.pointee.panel_width
        let strips = (source.columns + width - 1) / width
        let parts = (source.rows + columnsPerChunk - 1) / columnsPerChunk
        nonisolated(unsafe) let scratch = allocateFloats(threads * width * columnsPerChunk)
        defer { scratch.deallocate() }
        parallel(strips * parts) { chunk, thread in
            let column = chunk % strips * width
            let row = chunk / strips * columnsPerChunk
            let columns = min(width, source.columns - column)
            let rows = min(columnsPerChunk, source.rows - row)
            let block = scratch + thread * width * columnsPerChunk
            kernels.pointee.pack(source.at(row, column), source.stride, columns, rows, block)
            for index in 0..<rows {
                (target.address + (row + index) * target.stride + column).update(
                    from: block + index * width, count: columns)
            }
        }
    }
}
