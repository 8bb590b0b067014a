import CLIP
import CLIPWeights

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where embeddings go, and the names their files have until they are finished.
struct EmbeddingTarget: Sendable {
    /// By the file's ending.
    enum Format: String {
        case npy
        case safetensors
    }

    let path: RawPath
    let format: Format

    /// - Returns: nil when the ending says neither of the formats.
    init?(_ path: RawPath) {
        guard let format = Format(rawValue: path.lowercasedExtension) else { return nil }
        self.path = path
        self.format = format
    }

    /// The growing matrix.
    var matrixAside: RawPath { path.adding(suffix: ".partial") }
    /// The growing lines.
    var linesAside: RawPath { path.adding(suffix: ".partial.jsonl") }
    /// The finished lines beside an `.npy` file.
    var linesBeside: RawPath {
        RawPath(bytes: Array(path.bytes.dropLast(Format.npy.rawValue.utf8.count))).adding(suffix: "jsonl")
    }

    /// All names that a run writes to.
    var names: [RawPath] {
        [path, matrixAside, linesAside] + (format == .npy ? [linesBeside] : [])
    }

    /// What a run finds.
    enum State {
        /// Nothing unfinished; whether there is a finished file does not matter.
        case fresh
        /// An earlier run did not come to its end.
        case unfinished
        /// An earlier run was killed between giving the matrix and giving the lines their name.
        case unnamedLines
    }

    /// Looks at the files.
    var state: State {
        let hasMatrix = FileIdentity(matrixAside) != nil
        let hasLines = FileIdentity(linesAside) != nil
        if format == .npy, !hasMatrix, hasLines, exists { return .unnamedLines }
        return hasMatrix || hasLines ? .unfinished : .fresh
    }

    /// True when the finished file is there.
    var exists: Bool { FileIdentity(path) != nil }

    /// The first of the names that is a folder's; nil when all can be written.
    var folder: RawPath? {
        let names =
            format == .npy ? [path, linesBeside, matrixAside, linesAside] : [path, matrixAside, linesAside]
        return names.first { Self.kind($0) == S_IFDIR }
    }

    private static func kind(_ path: RawPath) -> mode_t? {
        var status = stat()
        return path.withCString { stat($0, &status) } == 0 ? status.st_mode & S_IFMT : nil
    }

    /// A file that a run would replace although no run has written it: lines of another kind beside an `.npy` file.
    var foreign: RawPath? {
        guard format == .npy, FileIdentity(linesBeside) != nil else { return nil }
        // What cannot be looked into, or is no file on a disk, may be anything.
        guard Self.kind(linesBeside) == S_IFREG,
            let lines = try? PathList(linesBeside, zeroSeparated: false, longestLine: 1 << 20)
        else { return linesBeside }
        // An empty file is nobody's loss, but a line too long to be a header's is.
        guard let first = lines.next() else { return lines.failure == nil ? nil : linesBeside }
        let header = first.bytes.withUnsafeBytes { try? JSONValue($0) }
        return header?["schema"] == nil || header?["dimension"] == nil ? linesBeside : nil
    }

    /// Completes the naming that a killed run began.
    func nameLines() throws(FileError) {
        try linesAside.rename(to: linesBeside)
    }
}
