/// Vectors of labels that were encoded before.
///
/// A file per list of prompts: its name is the digest of everything that decides the vector (the
/// space, the recipe, byte order, the prompts), and a digest at its end shows that it is whole.
package struct VectorCache: Sendable {
    private let folder: CacheFolder
    private let identity: String

    /// - Parameters:
    ///   - folder: where files lie.
    ///   - identity: the space and the recipe, in which the engine's version stands.
    package init(_ folder: CacheFolder, identity: String) {
        self.folder = folder
        self.identity = identity
    }

    func vector(for prompts: [String], dimension: Int) -> [Float]? {
        guard let bytes = folder.read(name(for: prompts)) else { return nil }
        let content = bytes.dropLast(ContentHash.size)
        guard content.count == dimension * 4,
            ContentHash(of: Array(content)).bytes.elementsEqual(bytes.suffix(ContentHash.size))
        else { return nil }
        return content.withUnsafeBytes { buffer in
            (0..<dimension).map {
                Float(
                    bitPattern: UInt32(
                        littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
            }
        }
    }

    func store(_ vector: [Float], for prompts: [String]) {
        let content = NpyElement.float32.bytes(of: vector)
        folder.write(content + ContentHash(of: content).bytes, as: name(for: prompts))
    }

    private func name(for prompts: [String]) -> String {
        // Lengths in front, so that no two lists read the same.
        var key = "text vector 1 little-endian\n\(identity.utf8.count) \(identity)\n"
        for prompt in prompts { key += "\(prompt.utf8.count) \(prompt)\n" }
        let digest = ContentHash(of: Array(key.utf8)).hexadecimal
        return "text/\(digest.prefix(2))/\(digest.dropFirst(2))"
    }
}
