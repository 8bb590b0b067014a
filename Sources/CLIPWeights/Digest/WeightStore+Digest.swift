extension WeightStore {
    /// One of the two networks of a model.
    public enum Tower: String, Sendable, Hashable, CaseIterable, Codable {
        case vision, text
    }

    /// The canonical names of a tower's tensors, sorted. The temperature belongs to neither: it does not
    /// change an embedding.
    public func names(of tower: Tower) -> [String] {
        canonicalNames.filter { name in
            switch tower {
            case .vision: name.hasPrefix("visual.")
            case .text: !name.hasPrefix("visual.") && !name.hasPrefix("logit_")
            }
        }
    }

    /// What a tower's weights are, whatever file, layout and element type they are stored in: the digest of
    /// its tensors' canonical names, shapes and values as little-endian `Float`.
    ///
    /// - Returns: nil if the files have none of the tower's tensors.
    /// - Complexity: reads every weight; about half a second per gigabyte of floats.
    public func digest(of tower: Tower) -> ContentDigest? {
        let names = names(of: tower)
        guard !names.isEmpty else { return nil }
        var builder = DigestBuilder("swift-clip tower 1")
        for name in names {
            guard let tensor = peek(name) else { continue }
            builder.append(name)
            builder.append(tensor)
        }
        return builder.finish()
    }

    /// What tells the files' present state from another without reading them; nil where that is not
    /// possible, as for memory.
    package var stamps: [FileStamp]? {
        let stamps = files.compactMap(\.stamp)
        return stamps.count == files.count ? stamps : nil
    }
}

extension DigestBuilder {
    /// Elements that are read at a time.
    private static let pieceLength = 1 << 16

    /// Adds a tensor's shape and values, but not its name.
    public mutating func append(_ tensor: WeightTensor) {
        append(tensor.shape.count)
        for size in tensor.shape { append(size) }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: min(Self.pieceLength, max(tensor.count, 1))) {
            buffer in
            for first in stride(from: 0, to: tensor.count, by: Self.pieceLength) {
                let range = first..<min(first + Self.pieceLength, tensor.count)
                if let address = tensor.address(ofFloats: range) {
                    appendPiece(UnsafeRawBufferPointer(start: address, count: range.count * 4))
                } else {
                    let piece = UnsafeMutableBufferPointer(rebasing: buffer[..<range.count])
                    tensor.copyFloats(range, into: piece)
                    appendPiece(UnsafeRawBufferPointer(piece))
                }
                // Whoever reads a whole model shall not have all of it in memory.
                if !tensor.isTransposed { tensor.release(range) }
            }
        }
        if tensor.isTransposed { tensor.release() }
    }
}
