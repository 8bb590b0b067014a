public import CLIP
public import CLIPWeights
internal import Crypto

/// A file on this machine beside what is known of it: its digest, and whether that is the promised one.
public struct FileVerification: Sendable, Hashable {
    /// What comparing with a promise gave.
    public enum Verdict: Sendable, Hashable {
        /// It is what the hub has: the name under which the cache keeps it is its digest.
        case hub
        /// It is not what the hub has.
        case notHub
        /// It is the file that the authors of this checkpoint published.
        case published(ModelCard)
        /// Nobody promised anything about it.
        case unknown

        /// Whether a promise was broken.
        public var isWrong: Bool { self == .notHub }
    }

    /// The file's name in its folder.
    public let name: String
    /// Its length.
    public let bytes: Int
    /// SHA-256 of its content, now.
    public let sha256: ContentDigest
    /// What comparing gave.
    public let verdict: Verdict

    /// Reads a file and compares it.
    ///
    /// - Parameters:
    ///   - path: the file; in the hub's cache, the link in a snapshot.
    ///   - isCancelled: asked every few megabytes.
    /// - Returns: nil if it was cancelled.
    /// - Throws: why it cannot be read.
    public static func verify(
        _ path: String, isCancelled: () -> Bool = { false }
    ) throws(WeightError) -> FileVerification? {
        let file = try FileBytes(path: path)
        let promised = SystemFiles.linkTarget(path).flatMap(blobName)
        let size = file.withBytes { $0.count }
        var digest = SHA256()
        var blob = BlobDigest(name: promised ?? "", size: size)
        let piece = 16 << 20
        for start in stride(from: 0, to: size, by: piece) {
            if isCancelled() { return nil }
            file.withBytes { bytes in
                let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + piece, size)])
                digest.update(bufferPointer: part)
                blob.append(part)
            }
            file.release(start..<min(start + piece, size))
        }
        guard let sha256 = ContentDigest(bytes: digest.finalize()) else { return nil }
        let verdict: Verdict =
            if promised != nil {
                blob.isRight ? .hub : .notHub
            } else if let card = ModelCard.archive(sha256: sha256.hex) {
                .published(card)
            } else {
                .unknown
            }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return FileVerification(name: name, bytes: size, sha256: sha256, verdict: verdict)
    }

    /// The files of a model on this machine, hidden ones apart; none for a model in memory.
    public static func paths(of source: ModelSource) -> [String] {
        switch source {
        case .folder(let path):
            return SystemFiles.names(path).filter { !$0.hasPrefix(".") }.sorted().map { "\(path)/\($0)" }
                .filter { SystemFiles.size($0) != nil && SystemFiles.kind($0) == .file }
        case .file(let path): return [path]
        case .memory: return []
        }
    }

    /// The digest in a link of a snapshot, `../../blobs/DIGEST`.
    private static func blobName(_ target: String) -> String? {
        let parts = target.split(separator: "/")
        guard parts.count >= 2, parts[parts.count - 2] == "blobs", let name = parts.last.map(String.init),
            [40, 64].contains(name.utf8.count), BlobName.isHexadecimal(name)
        else { return nil }
        return name
    }
}
