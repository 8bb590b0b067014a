import CLIP
import CLIPWeights

/// Reads the rows of an unfinished file, one after the other.
struct SpoolReader {
    private let lines: PathList
    private let header: EmbeddingHeader
    private let matrixRows: Int
    private let lineBytes: Int
    /// How far the rows read so far reach.
    private(set) var reached: KeptRows
    /// What the header says that is worth knowing, if anything.
    let warning: String?

    /// Opens what an earlier run left.
    ///
    /// - Returns: nil when not even a header is there.
    /// - Throws: `CommandFailure` when it cannot be continued with this header; `FileError`.
    init?(_ target: EmbeddingTarget, _ header: EmbeddingHeader) throws {
        guard let matrix = FileVersion(target.matrixAside), let file = FileVersion(target.linesAside) else {
            return nil
        }
        lines = try PathList(target.linesAside, zeroSeparated: false, longestLine: .max)
        self.header = header
        lineBytes = file.size
        matrixRows = max(matrix.size - NpyHeader.size, 0) / (header.dimension * header.element.size)
        guard let first = lines.next(), first.bytes.count < lineBytes else { return nil }
        let files = "\(target.matrixAside.text) and \(target.linesAside.text)"
        guard let old = first.bytes.withUnsafeBytes({ try? JSONValue($0) }) else {
            throw CommandFailure.failed(
                "\(target.linesAside.text) is damaged: delete \(files) to start again")
        }
        warning = try header.check(target.path, { old[$0] }, remedy: "delete \(files) to start again")
        reached = KeptRows(rows: 0, lineBytes: first.bytes.count + 1)
    }

    /// The next row that both files have whole, and how far the file reaches with it.
    mutating func next() -> (row: EmbeddingRow, kept: KeptRows)? {
        guard reached.rows < matrixRows, let line = lines.next() else { return nil }
        let end = reached.lineBytes + line.bytes.count + 1
        guard end <= lineBytes, let row = EmbeddingRow(line: line.bytes, kind: header.kind) else {
            return nil
        }
        reached = KeptRows(rows: reached.rows + 1, lineBytes: end)
        return (row, reached)
    }
}
