/// NumPy array files (`.npy`).
package enum NpyFile {
    /// Writes one whole array, aside first.
    ///
    /// - Parameters:
    ///   - values: the elements in C order; as many as `shape` says.
    ///   - shape: sizes of the axes.
    ///   - path: the file to write or replace.
    package static func write(_ values: [Float], shape: [Int], to path: RawPath) throws(FileError) {
        precondition(shape.reduce(1, *) == values.count, "\(values.count) values are no array of \(shape)")
        let header = NpyHeader(element: .float32, shape: shape)
        try ReplacedFile.write([header.bytes, NpyElement.float32.bytes(of: values)], to: path)
    }
}

/// A matrix file that grows by rows while its length is not yet known.
///
/// The header is there from the first byte on, for zero rows, and `finish` puts the real number in. Rows are with
/// the system as soon as `append` returns.
package final class NpyRowWriter {
    /// Rows so far.
    package private(set) var rows: Int
    /// The shape of one row.
    private let shape: [Int]
    private let dimension: Int
    private let element: NpyElement
    private let file: OutputFile

    /// Starts an array of rows of `dimension` elements, or goes on after `keeping` rows of one.
    ///
    /// - Parameters:
    ///   - shape: of a row, where it has more axes than one.
    ///   - known: the name in messages, where the file has another until it is finished.
    package init(
        _ path: RawPath, dimension: Int, shape: [Int]? = nil, element: NpyElement, keeping rows: Int = 0,
        known: RawPath? = nil
    ) throws(FileError) {
        self.rows = rows
        self.dimension = dimension
        self.shape = shape ?? [dimension]
        precondition(
            self.shape.reduce(1, *) == dimension, "\(dimension) elements are no row of \(self.shape)")
        self.element = element
        let kept = rows == 0 ? 0 : NpyHeader.size + rows * dimension * element.size
        file = try OutputFile(path, keeping: kept, known: known)
        if rows == 0 {
            try file.write(NpyHeader(element: element, shape: [0] + self.shape).bytes)
        }
    }

    /// Adds rows, given one after the other.
    package func append(_ values: [Float]) throws(FileError) {
        precondition(values.count % dimension == 0, "\(values.count) values are no rows of \(dimension)")
        try file.write(element.bytes(of: values))
        rows += values.count / dimension
    }

    /// Waits until all rows are on the disk.
    package func synchronise() throws(FileError) {
        try file.synchronise()
    }

    /// Writes the number of rows into the header and gives the file its name.
    package func finish(as final: RawPath) throws(FileError) {
        try file.overwrite(NpyHeader(element: element, shape: [rows] + shape).bytes, at: 0)
        try file.rename(to: final)
    }
}
