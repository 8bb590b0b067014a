internal import CLIPWeights

/// The rows of a linear map's pieces, one below the other, read where they lie in the file wherever that is possible.
package struct LinearRows: Sendable {
    private struct Piece {
        let piece: LinearPiece
        /// Its rows in the map.
        let rows: Range<Int>
        let scale: [Float]?
        /// All elements of a tensor that stores inputs as rows.
        let transposed: [Float]?
    }

    private let pieces: [Piece]
    private let inputs: Int
    /// `[outputs]`, or nil where no piece has one.
    package let bias: [Float]?

    /// - Parameter inputs: numbers in a row.
    package init(_ pieces: [LinearPiece], inputs: Int) {
        self.inputs = inputs
        var start = 0
        var parts: [Piece] = []
        var bias: [Float] = []
        for piece in pieces {
            let scale = piece.scale?.floats()
            parts.append(
                Piece(
                    piece: piece, rows: start..<start + piece.outputs.count, scale: scale,
                    transposed: piece.isTransposed ? piece.weight.floats() : nil))
            start += piece.outputs.count
            guard let tensor = piece.bias else { continue }
            var values = Array(tensor.floats()[piece.outputs])
            if let scale { for index in values.indices { values[index] *= scale[index] } }
            bias += values
        }
        self.pieces = parts
        self.bias = bias.isEmpty ? nil : bias
    }

    /// Rows where they lie, or made in `scratch`; see `PackedMatrix.Rows`.
    package func lend(_ rows: Range<Int>, _ scratch: UnsafeMutableBufferPointer<Float>) -> UnsafeRawPointer {
        for piece in pieces where piece.scale == nil && piece.transposed == nil {
            if piece.rows.lowerBound <= rows.lowerBound, rows.upperBound <= piece.rows.upperBound,
                let address = piece.piece.weight.address(ofFloats: elements(rows, of: piece))
            {
                return address
            }
        }
        for piece in pieces {
            let shared = rows.clamped(to: piece.rows)
            guard !shared.isEmpty else { continue }
            let start = (shared.lowerBound - rows.lowerBound) * inputs
            copy(
                shared, of: piece,
                into: UnsafeMutableBufferPointer(
                    rebasing: scratch[start..<start + shared.count * inputs]))
        }
        return UnsafeRawPointer(scratch.baseAddress!)
    }

    /// The elements of a piece's tensor that these rows of the map are.
    private func elements(_ rows: Range<Int>, of piece: Piece) -> Range<Int> {
        let first = piece.piece.outputs.lowerBound + rows.lowerBound - piece.rows.lowerBound
        return first * inputs..<(first + rows.count) * inputs
    }

    private func copy(
        _ rows: Range<Int>, of piece: Piece, into target: UnsafeMutableBufferPointer<Float>
    ) {
        let first = rows.lowerBound - piece.rows.lowerBound
        if let values = piece.transposed {
            let total = piece.piece.weight.shape[1]
            for row in 0..<rows.count {
                let output = piece.piece.outputs.lowerBound + first + row
                for input in 0..<inputs { target[row * inputs + input] = values[input * total + output] }
            }
        } else {
            piece.piece.weight.copyFloats(elements(rows, of: piece), into: target)
        }
        guard let scale = piece.scale else { return }
        for row in 0..<rows.count {
            for index in row * inputs..<(row + 1) * inputs { target[index] *= scale[first + row] }
        }
    }

    /// Gives the memory of what was read from mapped files back to the system.
    package func release() {
        for piece in pieces {
            piece.piece.weight.release(
                piece.piece.isTransposed
                    ? 0..<piece.piece.weight.count : elements(piece.rows, of: piece))
        }
    }
}
