import CLIP
import CLIPWeights

/// The rows of a finished file, to compare them with what the same command would write now.
struct FinishedEmbeddings {
    private let target: EmbeddingTarget
    private let header: EmbeddingHeader
    private var source: Source
    private var row = 0
    private var rows: Int
    /// What the header says that is worth knowing, if anything.
    let warning: String?

    private enum Source {
        case lines(PathList)
        case tensors(names: [UInt8], offsets: [Int], hashes: [UInt8])
    }

    /// Opens the file.
    ///
    /// - Throws: `CommandFailure` when it is of another space (4), was made with other options (64) or is damaged.
    init(_ target: EmbeddingTarget, _ header: EmbeddingHeader) throws {
        self.target = target
        self.header = header
        let remedy = "leave --resume out to make it anew"
        switch target.format {
        case .npy:
            let lines = try PathList(target.linesBeside, zeroSeparated: false, longestLine: .max)
            guard let first = lines.next(), let old = first.bytes.withUnsafeBytes({ try? JSONValue($0) }),
                let size = FileVersion(target.path)?.size
            else { throw target.damaged }
            warning = try header.check(target.path, { old[$0] }, remedy: remedy)
            let bytes = size - NpyHeader.size
            let stride = header.dimension * header.element.size
            guard bytes >= 0, bytes % stride == 0 else { throw target.damaged }
            rows = bytes / stride
            source = .lines(lines)
        case .safetensors:
            let file: SafetensorsFile
            do { file = try SafetensorsFile(path: target.path.text) } catch {
                throw CommandFailure.failed("\(error.message); \(remedy)")
            }
            warning = try header.check(target.path, { header.value($0, in: file.metadata) }, remedy: remedy)
            let noun = header.kind == .image ? "path" : "text"
            guard let names = file["\(noun)s"], let offsets = file["\(noun)_offsets"],
                let hashes = file["sha256"], let matrix = file["embeddings"],
                matrix.shape.count == header.shape.count + 1
            else { throw target.damaged }
            rows = matrix.shape[0]
            let places = offsets.integers()
            let letters = names.withUnsafeBytes { Array($0) }
            let digests = hashes.withUnsafeBytes { Array($0) }
            guard places.count == rows + 1, places.first == 0, places.last == letters.count,
                zip(places, places.dropFirst()).allSatisfy({ $0 <= $1 }), digests.count == rows * 32
            else { throw target.damaged }
            source = .tensors(names: letters, offsets: places, hashes: digests)
        }
    }

    /// The next row; in a `.safetensors` file rows have no version of their picture's file.
    mutating func next() throws -> EmbeddingRow? {
        guard row < rows else { return nil }
        defer { row += 1 }
        switch source {
        case .lines(let lines):
            guard let line = lines.next(), let read = EmbeddingRow(line: line.bytes, kind: header.kind) else {
                throw target.damaged
            }
            return read
        case .tensors(let names, let offsets, let hashes):
            let digits = hashes[row * 32..<(row + 1) * 32].map {
                ($0 < 16 ? "0" : "") + String($0, radix: 16)
            }
            return EmbeddingRow(
                kind: header.kind, index: row,
                name: RawPath(bytes: Array(names[offsets[row]..<offsets[row + 1]])),
                hash: digits.joined(), version: nil)
        }
    }
}

extension EmbeddingTarget {
    fileprivate var damaged: CommandFailure {
        let name = format == .npy ? "\(path.text) and \(linesBeside.text) do not" : "\(path.text) does not"
        return .failed("\(name) hold what a finished run leaves: leave --resume out to make it anew")
    }

    /// What is said of a finished file that is not of these inputs any more.
    func changed(_ name: RawPath) -> CommandFailure {
        let name = DisplayText.clipped(name.text, to: 200)
        return .failed(
            "\(path.text) is finished, but its inputs are others now, \(name) for one: "
                + "leave --resume out to make it anew")
    }
}

extension PictureListing.Entry {
    /// What the entry is about.
    var path: RawPath {
        switch self {
        case .picture(let path), .unreadable(let path, _): path
        }
    }
}
