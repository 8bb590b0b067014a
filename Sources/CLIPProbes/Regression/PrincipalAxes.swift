internal import CLIP
internal import CLIPNumerics

/// Features less their mean, seen along the axes on which they vary by themselves.
///
/// A linear classifier with an offset, and its squared weights, are the same in these coordinates; but its loss bends
/// about as much along each axis as the features vary there, so that a step's scale can be known beforehand. Where there
/// is too little data for the axes to pay, they stay as they are.
struct PrincipalAxes {
    /// `[N, D]`
    let features: [Float]
    let dimension: Int
    /// `[D]`, of the features as they were given.
    let mean: [Double]
    /// The features' variance along each axis, `[D]`.
    let variances: [Double]
    /// `[D, D]`, an axis in each row; nil where they are those of the features.
    private let axes: [Float]?

    // Rows that the axes are found from: they need not be exact.
    private static let mostRows = 16384

    /// - Parameters:
    ///   - features: `[N, D]`
    ///   - classes: of the classifier that will be fitted.
    ///   - isCentred: whether the mean is taken away; not for a classifier without offsets.
    init(_ matrix: EmbeddingMatrix, classes: Int, isCentred: Bool, compute: Compute) {
        let (rows, width) = (matrix.rows, matrix.dimension)
        dimension = width
        mean =
            isCentred ? Self.means(matrix.values, rows, width, compute) : [Double](repeating: 0, count: width)
        let offsets = mean.map(Float.init)
        var centred = matrix.values
        centred.withUnsafeMutableBufferPointer { centred in
            nonisolated(unsafe) let centred = centred
            compute.parallel(rows) { row, _ in
                for column in 0..<width { centred[row * width + column] -= offsets[column] }
            }
        }
        // What the axes cost is some steps' worth of work; with few examples steps cost nothing.
        if rows * classes > width * width / 8, rows >= width, width > 1, width <= 4096 {
            let axes = Self.axes(centred, rows, width, compute)
            var turned = [Float](repeating: 0, count: rows * width)
            Self.multiply(centred, rows, axes, width, transposed: true, into: &turned, compute)
            (self.axes, features) = (axes, turned)
        } else {
            (axes, features) = (nil, centred)
        }
        variances = Self.squares(features, rows, width, compute)
    }

    /// Weights for features as they were given, for these: `[C, D]`.
    func turned(_ weights: [Float], compute: Compute) -> [Float] {
        guard let axes else { return weights }
        var result = weights
        Self.multiply(
            weights, weights.count / dimension, axes, dimension, transposed: true, into: &result, compute)
        return result
    }

    /// Weights for these features, for those as they were given: `[C, D]`.
    func turnedBack(_ weights: [Float], compute: Compute) -> [Float] {
        guard let axes else { return weights }
        var result = weights
        Self.multiply(
            weights, weights.count / dimension, axes, dimension, transposed: false, into: &result, compute)
        return result
    }

    private static func axes(_ centred: [Float], _ rows: Int, _ width: Int, _ compute: Compute) -> [Float] {
        let some = min(rows, mostRows)
        var gram = [Float](repeating: 0, count: width * width)
        centred.withUnsafeBufferPointer { centred in
            gram.withUnsafeMutableBufferPointer { gram in
                // Rows from the whole matrix where it has twice as many or more, as it may be sorted by class.
                let view = MatrixView(
                    centred.baseAddress!, rows: some, columns: width, stride: rows / some * width)
                compute.multiply(
                    view.transposed, view, into: MatrixTarget(gram.baseAddress!, rows: width, columns: width),
                    in: ProductMemory())
            }
        }
        var matrix = gram.map { Double($0) / Double(some) }
        for i in 0..<width {
            for j in 0..<i {
                let mean = (matrix[i * width + j] + matrix[j * width + i]) / 2
                (matrix[i * width + j], matrix[j * width + i]) = (mean, mean)
            }
        }
        return SymmetricEigen(matrix, count: width, compute: compute).vectors.map(Float.init)
    }

    // x axesᵀ, or x axes.
    private static func multiply(
        _ x: [Float], _ rows: Int, _ axes: [Float], _ width: Int, transposed: Bool,
        into result: inout [Float],
        _ compute: Compute
    ) {
        x.withUnsafeBufferPointer { x in
            axes.withUnsafeBufferPointer { axes in
                result.withUnsafeMutableBufferPointer { result in
                    let view = MatrixView(axes.baseAddress!, rows: width, columns: width)
                    compute.multiply(
                        MatrixView(x.baseAddress!, rows: rows, columns: width),
                        transposed ? view.transposed : view,
                        into: MatrixTarget(result.baseAddress!, rows: rows, columns: width),
                        in: ProductMemory())
                }
            }
        }
    }

    private static func means(_ x: [Float], _ rows: Int, _ width: Int, _ compute: Compute) -> [Double] {
        columnSums(x, rows, width, compute) { Double($0) }.map { $0 / Double(max(rows, 1)) }
    }

    private static func squares(_ x: [Float], _ rows: Int, _ width: Int, _ compute: Compute) -> [Double] {
        columnSums(x, rows, width, compute) { Double($0) * Double($0) }.map { $0 / Double(max(rows, 1)) }
    }

    private static func columnSums(
        _ x: [Float], _ rows: Int, _ width: Int, _ compute: Compute, _ number: (Float) -> Double
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        let columns = 64
        x.withUnsafeBufferPointer { x in
            sums.withUnsafeMutableBufferPointer { sums in
                nonisolated(unsafe) let (x, sums) = (x, sums)
                compute.parallel((width + columns - 1) / columns) { chunk, _ in
                    let range = chunk * columns..<min((chunk + 1) * columns, width)
                    for row in 0..<rows {
                        for column in range { sums[column] += number(x[row * width + column]) }
                    }
                }
            }
        }
        return sums
    }
}
