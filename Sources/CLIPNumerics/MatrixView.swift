/// A factor of a product: floats in memory that somebody else keeps, seen as a matrix.
///
/// The memory must outlive every use of the view.
public struct MatrixView {
    /// Rows of the matrix, as the product sees it.
    public let rows: Int
    /// Columns of the matrix, as the product sees it.
    public let columns: Int
    /// Whether the matrix lies in memory column by column.
    public let isTransposed: Bool
    /// Numbers from one stored row to the next.
    let stride: Int
    let address: UnsafePointer<Float>

    /// A matrix that lies in memory row by row.
    /// - Parameters:
    ///   - address: the first number.
    ///   - rows: how many rows there are.
    ///   - columns: numbers in a row, side by side.
    ///   - stride: numbers from one row's first to the next one's; `columns` if nil.
    public init(_ address: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        self.init(address, rows, columns, stride ?? columns, isTransposed: false)
    }

    private init(
        _ address: UnsafePointer<Float>, _ rows: Int, _ columns: Int, _ stride: Int, isTransposed: Bool
    ) {
        precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
        precondition(stride >= (isTransposed ? rows : columns), "rows that overlap: \(stride) apart")
        (self.address, self.rows, self.columns, self.stride) = (address, rows, columns, stride)
        self.isTransposed = isTransposed
    }

    /// The same numbers with rows and columns exchanged; nothing is moved.
    public var transposed: MatrixView {
        MatrixView(address, columns, rows, stride, isTransposed: !isTransposed)
    }

    /// Where the number in this row and column is.
    func at(_ row: Int, _ column: Int) -> UnsafePointer<Float> {
        isTransposed ? address + column * stride + row : address + row * stride + column
    }
}

/// What a product is written to: floats in memory that somebody else keeps.
public struct MatrixTarget {
    /// Rows of the matrix.
    public let rows: Int
    /// Columns of the matrix.
    public let columns: Int
    let stride: Int
    let address: UnsafeMutablePointer<Float>

    /// A matrix that lies in memory row by row.
    /// - Parameters:
    ///   - address: the first number.
    ///   - rows: how many rows there are.
    ///   - columns: numbers in a row, side by side.
    ///   - stride: numbers from one row's first to the next one's; `columns` if nil. What lies between rows is not
    ///     touched.
    public init(_ address: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
        precondition(stride ?? columns >= columns, "rows that overlap: \(stride ?? columns) apart")
        (self.address, self.rows, self.columns, self.stride) = (address, rows, columns, stride ?? columns)
    }
}

extension Tensor {
    /// The tensor as a matrix of B·T rows, or some of its columns: a factor. Keep the tensor alive meanwhile.
    package func matrix(columns: Range<Int>? = nil) -> MatrixView {
        let columns = columns ?? 0..<shape.channels
        return MatrixView(
            pointer + columns.lowerBound, rows: shape.rows, columns: columns.count, stride: shape.channels)
    }

    /// The tensor as what a product is written to; only before anyone else sees the tensor.
    package func target(columns: Range<Int>? = nil) -> MatrixTarget {
        let columns = columns ?? 0..<shape.channels
        return MatrixTarget(
            pointer + columns.lowerBound, rows: shape.rows, columns: columns.count, stride: shape.channels)
    }
}
