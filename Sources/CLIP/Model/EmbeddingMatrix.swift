/// Embeddings of several pictures or texts, one per row, in the order of the inputs.
public struct EmbeddingMatrix: Sendable, Hashable {
    /// Pictures or texts.
    public let rows: Int
    /// Numbers in a row, E.
    public let dimension: Int
    /// `[rows, dimension]`, row-major; rows have length 1 unless raw ones were asked for.
    public let values: [Float]

    /// - Parameters:
    ///   - rows: pictures or texts.
    ///   - dimension: numbers in a row, E.
    ///   - values: `[rows, dimension]`, row-major.
    public init(rows: Int, dimension: Int, values: [Float]) {
        precondition(
            values.count == rows * dimension, "\(values.count) values are not [\(rows), \(dimension)]")
        self.rows = rows
        self.dimension = dimension
        self.values = values
    }

    /// One embedding, `[dimension]`.
    public subscript(row: Int) -> ArraySlice<Float> {
        precondition((0..<rows).contains(row), "row \(row) of \(rows)")
        return values[row * dimension..<(row + 1) * dimension]
    }

    /// Whether a row points anywhere: finite, and not all zeros. Damaged weights give rows that do not.
    package func hasDirection(_ row: Int) -> Bool {
        self[row].allSatisfy(\.isFinite) && self[row].contains { $0 != 0 }
    }

    /// The rows of both, these first.
    public func appending(_ other: EmbeddingMatrix) -> EmbeddingMatrix {
        precondition(dimension == other.dimension, "\(dimension) and \(other.dimension) numbers in a row")
        return EmbeddingMatrix(rows: rows + other.rows, dimension: dimension, values: values + other.values)
    }

    /// The first rows.
    package func prefix(_ count: Int) -> EmbeddingMatrix {
        EmbeddingMatrix(rows: count, dimension: dimension, values: Array(values[..<(count * dimension)]))
    }

    /// The matrix whose row `i` is row `rows[i]` of this one.
    func gathered(_ rows: [Int]) -> EmbeddingMatrix {
        var result: [Float] = []
        result.reserveCapacity(rows.count * dimension)
        for row in rows { result += self[row] }
        return EmbeddingMatrix(rows: rows.count, dimension: dimension, values: result)
    }

    /// Dot products of all rows with all rows of another matrix: cosines if both have unit rows.
    /// - Returns: `[rows, other.rows]`, row-major.
    public func products(with other: EmbeddingMatrix) -> [Float] {
        precondition(dimension == other.dimension, "\(dimension) and \(other.dimension) numbers in a row")
        guard rows > 0, other.rows > 0 else { return [] }
        return values.withUnsafeBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                [Float](unsafeUninitializedCapacity: rows * other.rows) { target, count in
                    for i in 0..<rows {
                        for j in 0..<other.rows {
                            target[i * other.rows + j] = dot(left, i * dimension, right, j * dimension)
                        }
                    }
                    count = rows * other.rows
                }
            }
        }
    }

    private func dot(
        _ left: UnsafeBufferPointer<Float>, _ i: Int, _ right: UnsafeBufferPointer<Float>, _ j: Int
    ) -> Float {
        // Eight sums side by side: fast without changing the order from one call to the next.
        let (a, b) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        var sums = SIMD8<Float>.zero
        var k = 0
        while k + 8 <= dimension {
            sums +=
                a.loadUnaligned(fromByteOffset: (i + k) * 4, as: SIMD8<Float>.self)
                * b.loadUnaligned(fromByteOffset: (j + k) * 4, as: SIMD8<Float>.self)
            k += 8
        }
        var sum = sums.sum()
        while k < dimension {
            sum += left[i + k] * right[j + k]
            k += 1
        }
        return sum
    }
}
