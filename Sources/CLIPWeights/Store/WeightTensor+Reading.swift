extension WeightTensor {
    /// Calls `body` for each piece that a stretch of the row-major order touches, with the piece's own
    /// element indices and the place in the stretch where they belong.
    func forEachStretch(of range: Range<Int>, _ body: (Piece, Range<Int>, _ place: Int) -> Void) {
        var first = 0
        for piece in pieces {
            let shared = range.clamped(to: first..<first + piece.count)
            if !shared.isEmpty {
                body(
                    piece, shared.lowerBound - first..<shared.upperBound - first,
                    shared.lowerBound - range.lowerBound)
            }
            first += piece.count
        }
    }

    /// Writes a stretch of a transposed tensor `[R, C]`, which lies in the file as `[C, R]`.
    func copyTransposed(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
        let (rows, columns) = (shape[0], shape[1])
        let firstRow = range.lowerBound / columns
        let lastRow = (range.upperBound - 1) / columns
        let height = lastRow - firstRow + 1
        // One stretch of a file's row at a time: the reads run on, the writes are strided.
        withUnsafeTemporaryAllocation(of: Float.self, capacity: height) { line in
            for column in 0..<columns {
                let start = column * rows + firstRow
                pieces[0].widen(start..<start + height, into: line)
                for row in 0..<height {
                    let element = (firstRow + row) * columns + column
                    if range.contains(element) { target[element - range.lowerBound] = line[row] }
                }
            }
        }
    }

    /// Puts the elements together as `elementType`, in row-major order.
    func assemble(into target: UnsafeMutableRawBufferPointer) {
        let size = elementType.size
        if pieces.isEmpty {
            target.initializeMemory(as: UInt8.self, repeating: 0)
        } else if isTransposed {
            let (rows, columns) = (shape[0], shape[1])
            pieces[0].withBytes(of: 0..<count) { bytes in
                for row in 0..<rows {
                    for column in 0..<columns {
                        let source = (column * rows + row) * size
                        UnsafeMutableRawBufferPointer(rebasing: target[((row * columns + column) * size)...])
                            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[source..<source + size]))
                    }
                }
            }
        } else if pieces.allSatisfy({ $0.elementType == elementType }) {
            forEachStretch(of: 0..<count) { piece, elements, place in
                piece.withBytes(of: elements) { bytes in
                    UnsafeMutableRawBufferPointer(rebasing: target[(place * size)...]).copyMemory(from: bytes)
                }
            }
        } else {
            // Pieces of several types: `elementType` is float32.
            copyFloats(into: target.bindMemory(to: Float.self))
        }
    }
}

// MARK: Without a copy

extension WeightTensor {
    /// The elements where they lie, as the file stores them, and what keeps them there; nil where they are in
    /// several pieces, transposed or none.
    package var storage: (bytes: UnsafeRawBufferPointer, owner: FileBytes)? {
        guard pieces.count == 1, !isTransposed, let piece = pieces.first, count > 0 else { return nil }
        return (piece.withBytes(of: 0..<count) { $0 }, piece.file)
    }

    /// Where a stretch of the row-major order lies as `Float`s, at any alignment, as long as the tensor is there; nil
    /// where they would have to be made.
    package func address(ofFloats range: Range<Int>) -> UnsafeRawPointer? {
        guard !isTransposed, !range.isEmpty else { return nil }
        var address: UnsafeRawPointer?
        forEachStretch(of: range) { piece, elements, _ in
            guard elements.count == range.count, piece.elementType == .float32, piece.strides == nil else {
                return
            }
            address = piece.withBytes(of: elements) { $0.baseAddress }
        }
        return address
    }
}

// MARK: Numbers that are none

extension WeightTensor {
    /// The place in row-major order of the first element that is no finite number, or none as a `Float`; nil
    /// for a sound tensor, and for one of whole numbers.
    ///
    /// - Complexity: reads every element, about as fast as memory delivers them.
    package var firstNotFinite: Int? { firstNotFinite(inStored: 0..<count).map(place) }

    /// The same among some elements, both counted in the order in which the file has them.
    package func firstNotFinite(inStored range: Range<Int>) -> Int? {
        var found: Int?
        forEachStretch(of: range) { piece, elements, start in
            guard found == nil else { return }
            found = piece.withBytes(of: elements) { bytes in
                bytes.baseAddress.flatMap {
                    CLIPWeights.firstNotFinite($0, piece.elementType, elements.count)
                }
            }.map { range.lowerBound + start + $0 }
        }
        return found
    }

    /// The place in row-major order of a stored element.
    private func place(_ stored: Int) -> Int { isTransposed ? transposedPlace(stored) : stored }

    /// Gives the memory of what was read from mapped files back to the system.
    package func release() { release(0..<count) }

    /// Gives the memory of what was read of a stretch of the row-major order back to the system.
    package func release(_ range: Range<Int>) {
        guard !isTransposed else {
            for piece in pieces { piece.release(0..<piece.count) }
            return
        }
        forEachStretch(of: range) { piece, elements, _ in piece.release(elements) }
    }

    private func transposedPlace(_ place: Int) -> Int {
        let (rows, columns) = (shape[0], shape[1])
        return place % rows * columns + place / rows
    }

    /// The indices of the element at a place in row-major order, from the slowest axis to the fastest.
    package func indices(of place: Int) -> [Int] {
        var rest = place
        var indices: [Int] = []
        for size in shape.reversed() {
            indices.append(rest % size)
            rest /= size
        }
        return indices.reversed()
    }
}
