import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An embedding file while it grows: the matrix and its rows' lines, aside from the final names.
///
/// Each batch is with the system before the next is begun, the vectors first, so a killed run loses
/// the batch at hand and nothing else. What counts as written is what both files have.
struct EmbeddingSpool {
    /// Rows between two waits for the disk: what a loss of power may cost.
    private static let rowsBetweenSyncs = 1000

    private let target: EmbeddingTarget
    private let header: EmbeddingHeader
    private let matrix: NpyRowWriter
    private let lines: OutputFile
    private var synchronised: Int

    /// Rows written so far.
    var rows: Int { matrix.rows }

    /// Starts a file, or goes on behind what `kept` says.
    init(_ target: EmbeddingTarget, _ header: EmbeddingHeader, keeping kept: KeptRows = .none)
        throws(FileError)
    {
        self.target = target
        self.header = header
        matrix = try NpyRowWriter(
            target.matrixAside, dimension: header.dimension, shape: header.shape, element: header.element,
            keeping: kept.rows,
            known: target.path)
        lines = try OutputFile(
            target.linesAside, keeping: kept.rows == 0 ? 0 : kept.lineBytes,
            known: target.path)
        synchronised = kept.rows
        if kept.rows == 0 { try lines.write(Array(header.line.utf8)) }
    }

    /// Adds rows with what they stand for.
    mutating func append(_ values: EmbeddingMatrix, _ names: [EmbeddingRow]) throws(FileError) {
        precondition(values.rows == names.count, "\(values.rows) vectors for \(names.count) names")
        guard !names.isEmpty else { return }
        let first = matrix.rows
        try matrix.append(values.values)
        var text = ""
        for (offset, name) in names.enumerated() { text += name.line(row: first + offset) }
        try lines.write(Array(text.utf8))
        if matrix.rows - synchronised >= Self.rowsBetweenSyncs { try synchronise() }
    }

    /// Waits until everything is on the disk.
    mutating func synchronise() throws(FileError) {
        try matrix.synchronise()
        try lines.synchronise()
        synchronised = matrix.rows
    }

    /// Removes files that got no row: there is nothing to go on with.
    func discard() {
        for path in [target.matrixAside, target.linesAside] { _ = path.withCString { unlink($0) } }
    }

    /// Gives the files their names.
    func finish() throws(FileError) {
        switch target.format {
        case .npy:
            try matrix.finish(as: target.path)
            try lines.rename(to: target.linesBeside)
        case .safetensors:
            try SafetensorsEmbeddings.write(target, header, rows: matrix.rows)
            discard()
        }
    }
}

/// How much of an unfinished file stays.
struct KeptRows {
    var rows: Int
    /// Bytes of the file of lines, the header's among them.
    var lineBytes: Int

    static let none = KeptRows(rows: 0, lineBytes: 0)
}
