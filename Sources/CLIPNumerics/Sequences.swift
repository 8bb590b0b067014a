internal import CCLIPKernels

/// What stands before a picture's pixels when they become a sequence.
public enum LeadingToken {
    /// A learned vector, `[D]`.
    case token([Float])
    /// The mean of the pixels.
    case mean
}

extension Compute {
    /// Looked-up rows plus their position's vector.
    /// - Parameters:
    ///   - ids: `[B, T]`
    ///   - places: `[B, T]`, which position's vector each gets.
    ///   - batch: B
    ///   - positions: `[above every place, D]`
    ///   - width: D
    ///   - arena: where the result lies.
    ///   - row: writes the row for an id, `[D]`; called on several threads.
    /// - Returns: `[B, T, D]`
    public func embed(
        _ ids: [Int32], at places: [Int32], batch: Int, positions: [Float], width: Int, on arena: Arena,
        row: (Int32, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> Tensor {
        precondition(ids.count == places.count && ids.count % batch == 0, "embed: \(ids.count) ids")
        let result = Tensor(Shape(batch: batch, tokens: ids.count / batch, channels: width), on: arena)
        nonisolated(unsafe) let base = result.pointer
        let chunk = 32
        parallel((ids.count + chunk - 1) / chunk) { index, _ in
            for at in index * chunk..<min((index + 1) * chunk, ids.count) {
                let target = UnsafeMutableBufferPointer(start: base + at * width, count: width)
                row(ids[at], target)
                let place = Int(places[at]) * width
                for column in 0..<width { target[column] += positions[place + column] }
            }
        }
        return result
    }

    /// A picture's pixels as a sequence behind one more token, positions added.
    /// - Parameters:
    ///   - leading: the token that comes first.
    ///   - x: `[B, H, W, D]`
    ///   - positions: `[1 + H W, D]`
    ///   - arena: where the result lies.
    /// - Returns: `[B, 1 + H W, D]`
    public func prepend(_ leading: LeadingToken, to x: Tensor, positions: [Float], on arena: Arena) -> Tensor
    {
        let (width, tokens) = (x.shape.channels, x.shape.tokens)
        let x = converted(x, to: .f32, on: arena)
        precondition(positions.count == (tokens + 1) * width, "\(positions.count) positions for \(x.shape)")
        let shape = Shape(batch: x.shape.batch, tokens: tokens + 1, channels: width)
        let result = Tensor(shape, on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.pointer)
        parallel(shape.batch) { picture, _ in
            let source = from + picture * tokens * width
            let target = to + picture * (tokens + 1) * width
            switch leading {
            case .token(let vector):
                for column in 0..<width { target[column] = vector[column] + positions[column] }
            case .mean:
                for column in 0..<width { target[column] = 0 }
                for token in 0..<tokens {
                    for column in 0..<width { target[column] += source[token * width + column] }
                }
                for column in 0..<width {
                    target[column] = target[column] / Float(tokens) + positions[column]
                }
            }
            for index in 0..<tokens * width {
                target[width + index] = source[index] + positions[width + index]
            }
        }
        return withExtendedLifetime(x) { result }
    }

    /// The mean of each sequence's rows behind the first ones.
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - skipped: how many rows of each sequence do not count; below T.
    ///   - arena: where the result lies.
    /// - Returns: `[B, 1, D]`
    public func meanRow(_ x: Tensor, skipping skipped: Int, on arena: Arena) -> Tensor {
        let (width, tokens) = (x.shape.channels, x.shape.tokens)
        precondition((0..<tokens).contains(skipped), "the mean of no rows of \(x.shape)")
        let x = converted(x, to: .f32, on: arena)
        let result = Tensor(Shape(batch: x.shape.batch, tokens: 1, channels: width), on: arena)
        nonisolated(unsafe) let (from, to) = (x.pointer, result.pointer)
        parallel(x.shape.batch) { sequence, _ in
            let source = from + sequence * tokens * width
            let target = to + sequence * width
            for column in 0..<width { target[column] = 0 }
            for token in skipped..<tokens {
                for column in 0..<width { target[column] += source[token * width + column] }
            }
            for column in 0..<width { target[column] /= Float(tokens - skipped) }
        }
        return withExtendedLifetime(x) { result }
    }

    /// Some rows of a matrix.
    /// - Parameters:
    ///   - x: `[B, T, D]`
    ///   - rows: each below B T.
    ///   - shape: of the result, with as many rows.
    ///   - arena: where the result lies.
    /// - Returns: `shape`
    public func gather(_ x: Tensor, rows: some Collection<Int>, as shape: Shape, on arena: Arena) -> Tensor {
        precondition(rows.count == shape.rows, "\(rows.count) rows are not \(shape)")
        let result = Tensor(shape, x.element, on: arena)
        let size = shape.channels * x.element.size
        for (index, row) in rows.enumerated() {
            precondition((0..<x.shape.rows).contains(row), "row \(row) of \(x.shape)")
            (result.address + index * size).copyMemory(from: x.address + row * size, byteCount: size)
            if x.element == .int8 {
                result.rowScales.scales[index] = x.rowScales.scales[row]
                result.rowScales.zeros[index] = x.rowScales.zeros[row]
            }
        }
        return withExtendedLifetime(x) { result }
    }
}
