public import CLIP
public import CLIPNumerics

/// `W x + b`, for the features as they are or for their unit vectors.
public struct LinearHead: ProbeHead, Hashable {
    /// `"linear"`
    public static let kind = "linear"
    /// W, `[classes, D]`.
    public let weights: EmbeddingMatrix
    /// b, `[classes]`.
    public let bias: [Float]
    /// Whether features are divided by their length first.
    public let takesUnitRows: Bool

    /// The offset of a class that no example was of: it is never the answer.
    static let absent: Float = -1e30

    /// Puts a head together.
    public init(weights: EmbeddingMatrix, bias: [Float], takesUnitRows: Bool) {
        precondition(weights.rows == bias.count, "\(bias.count) offsets for \(weights.rows) classes")
        (self.weights, self.bias, self.takesUnitRows) = (weights, bias, takesUnitRows)
    }

    /// Numbers per example, D.
    public var dimension: Int { weights.dimension }
    /// How many classes there are.
    public var classes: Int { weights.rows }

    /// `W x + b` for each example.
    public func logits(of features: EmbeddingMatrix, compute: Compute) -> [Float] {
        let rows = takesUnitRows ? features.unitRows(compute) : features
        var result = rows.products(withRowsOf: weights, compute: compute)
        for row in 0..<rows.rows {
            for column in 0..<classes { result[row * classes + column] += bias[column] }
        }
        return result
    }

    /// The weights, the offsets, and what features it takes.
    public var parts: HeadParts {
        var parts = HeadParts()
        parts["weights"] = weights
        parts["bias"] = EmbeddingMatrix(rows: 1, dimension: bias.count, values: bias)
        parts[number: "unit_rows"] = takesUnitRows ? 1 : 0
        return parts
    }

    /// A head that was written.
    public init(_ parts: HeadParts) throws(ProbeError) {
        let weights = try parts.matrix("weights")
        self.init(
            weights: weights, bias: try parts.matrix("bias", rows: 1, columns: weights.rows).values,
            takesUnitRows: try parts.number("unit_rows", in: 0...1) == 1)
    }
}

extension EmbeddingMatrix {
    /// The rows divided by their lengths; rows of zeros stay.
    func unitRows(_ compute: Compute) -> EmbeddingMatrix {
        var values = values
        guard dimension > 0 else { return self }
        compute.normalise(&values, columns: dimension)
        return EmbeddingMatrix(rows: rows, dimension: dimension, values: values)
    }

    /// The rows' products with another matrix's rows, on all threads: `[rows, other.rows]`.
    func products(withRowsOf other: EmbeddingMatrix, compute: Compute) -> [Float] {
        precondition(dimension == other.dimension, "\(dimension) and \(other.dimension) numbers in a row")
        var result = [Float](repeating: 0, count: rows * other.rows)
        multiply(self, other, transposed: true, into: &result, compute)
        return result
    }
}

/// `x y`, or `x yᵀ`.
func multiply(
    _ x: EmbeddingMatrix, _ y: EmbeddingMatrix, transposed: Bool, into result: inout [Float],
    _ compute: Compute
) {
    x.values.withUnsafeBufferPointer { a in
        y.values.withUnsafeBufferPointer { b in
            result.withUnsafeMutableBufferPointer { c in
                guard let left = a.baseAddress, let right = b.baseAddress, let target = c.baseAddress else {
                    return
                }
                let view = MatrixView(right, rows: y.rows, columns: y.dimension)
                let factor = transposed ? view.transposed : view
                compute.multiply(
                    MatrixView(left, rows: x.rows, columns: x.dimension), factor,
                    into: MatrixTarget(target, rows: x.rows, columns: factor.columns), in: ProductMemory())
            }
        }
    }
}
