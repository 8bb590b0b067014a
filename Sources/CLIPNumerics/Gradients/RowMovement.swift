// Rows that one chunk of a copy covers, and columns of a sum.
private let rowsPerChunk = 64
private let columnsPerChunk = 64

extension Compute {
    /// Rows of a matrix, any number of times, on all threads; −1 stands for a row of zeros.
    /// - Parameters:
    ///   - x: a matrix of D columns.
    ///   - rows: each below its rows.
    ///   - shape: of the result: as many rows, D channels.
    ///   - factor: what all numbers are multiplied by.
    ///   - arena: where the result lies.
    public func gathered(
        _ x: Tensor, rows: [Int32], as shape: Shape, times factor: Float = 1, on arena: Arena
    ) -> Tensor {
        let width = x.shape.channels
        precondition(
            rows.count == shape.rows && shape.channels == width, "\(rows.count) rows are not \(shape)")
        precondition(rows.allSatisfy { (-1..<Int32(x.shape.rows)).contains($0) }, "a row outside \(x.shape)")
        let result = Tensor(shape, on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.pointer)
        parallel((rows.count + rowsPerChunk - 1) / rowsPerChunk) { chunk, _ in
            for index in chunk * rowsPerChunk..<min((chunk + 1) * rowsPerChunk, rows.count) {
                let target = to + index * width
                guard rows[index] >= 0 else {
                    target.update(repeating: 0, count: width)
                    continue
                }
                let source = from + Int(rows[index]) * width
                for column in 0..<width { target[column] = source[column] * factor }
            }
        }
        return withExtendedLifetime(x) { result }
    }

    /// Row `rows[i]` of the result is the sum of all rows `i` of `x` that go there, in ascending order; rows to which
    /// none goes are those of `also`, or zeros. −1 goes nowhere. What flows back through ``gathered(_:rows:as:times:on:)``.
    /// - Parameters:
    ///   - x: as many rows as `rows` has numbers, D columns.
    ///   - rows: each below the result's rows.
    ///   - shape: of the result, with D channels.
    ///   - also: added to the result, of its shape.
    ///   - arena: where the result lies.
    public func scatteredSum(
        _ x: Tensor, to rows: [Int32], of shape: Shape, also: Tensor? = nil, on arena: Arena
    ) -> Tensor {
        let width = shape.channels
        precondition(
            x.shape.rows == rows.count && x.shape.channels == width
                && (also.map { $0.shape == shape } ?? true),
            "\(x.shape) to \(rows.count) rows of \(shape)")
        precondition(rows.allSatisfy { (-1..<Int32(shape.rows)).contains($0) }, "a row outside \(shape)")
        let result = Tensor(shape, on: arena)
        nonisolated(unsafe) let (from, to, other) = (x.pointer, result.pointer, also?.pointer)
        parallel((width + columnsPerChunk - 1) / columnsPerChunk) { chunk, _ in
            let columns = chunk * columnsPerChunk..<min((chunk + 1) * columnsPerChunk, width)
            for row in 0..<shape.rows {
                let target = to + row * width
                if let other {
                    for column in columns { target[column] = other[row * width + column] }
                } else {
                    for column in columns { target[column] = 0 }
                }
            }
            for (index, row) in rows.enumerated() where row >= 0 {
                let target = to + Int(row) * width
                for column in columns { target[column] += from[index * width + column] }
            }
        }
        return withExtendedLifetime((x, also)) { result }
    }
}
