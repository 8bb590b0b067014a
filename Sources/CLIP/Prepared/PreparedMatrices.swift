internal import CLIPNumerics
internal import CLIPWeights

/// The matrices of one tower in the form of one instruction set's kernels, as an earlier run packed them: mapped,
/// so that nothing is computed, copied or read before a product needs it.
package final class PreparedMatrices: Sendable {
    private let file: SafetensorsFile
    /// The matrix that is in use where only one is at a time.
    private let current = Locked<String?>(nil)

    /// Opens a file that ``write(_:to:for:)`` made; nil if it is not there, not whole or of other weights.
    init?(path: String, for key: ContentDigest) {
        guard let file = try? SafetensorsFile(path: path), file.metadata["key"] == key.hex else { return nil }
        self.file = file
    }

    /// Whether every byte is as it was written. Reads all of them.
    var isSound: Bool {
        var builder = DigestBuilder(Self.digestKind)
        for name in file.tensorNames {
            guard let (bytes, owner) = file[name]?.storage else { return false }
            builder.append(bytes)
            withExtendedLifetime(owner) {}
        }
        return file.metadata["digest"] == builder.finish().hex
    }

    private static let digestKind = "swift-clip prepared panels 1"

    /// The matrix of this name, if it has that size.
    func matrix(
        _ name: String, outputs: Int, inputs: Int, element: Element, compute: Compute
    ) -> PackedMatrix? {
        guard let (bytes, owner) = file[name]?.storage else { return nil }
        return PackedMatrix(
            panels: bytes, bias: file[Self.biasName(name)]?.floats(), outputs: outputs, inputs: inputs,
            element: element, owner: owner, compute: compute)
    }

    /// Says that from here on only this matrix is in use: the memory of the one before goes back to the system.
    func turn(to name: String) {
        let last = current.withLock { current in
            defer { current = name }
            return current
        }
        if let last, last != name { file[last]?.release() }
    }

    private static func biasName(_ name: String) -> String { "bias of \(name)" }

    /// Writes matrices, each with its bias; the file appears when it is whole.
    static func write(
        _ matrices: [(name: String, matrix: PackedMatrix)], to path: String, for key: ContentDigest
    ) throws(WeightError) {
        var digest = DigestBuilder(digestKind)
        for (_, matrix) in matrices { matrix.withPanels { panels, _ in digest.append(panels) } }
        for (_, matrix) in matrices {
            matrix.withPanels { _, bias in if let bias { digest.append(bias) } }
        }
        var layouts: [SafetensorsWriter.Layout] = []
        for (name, matrix) in matrices {
            let count = matrix.withPanels { panels, _ in panels.count / 4 }
            // Whatever the panels hold: words of four bytes.
            layouts.append(.init(name, .float32, shape: [count]))
        }
        // Behind all panels, so that these stay at the addresses of cache lines.
        for (name, matrix) in matrices where matrix.withPanels({ $1 != nil }) {
            layouts.append(.init(biasName(name), .float32, shape: [matrix.outputs]))
        }
        var writer = try SafetensorsWriter(
            path: path, tensors: layouts, metadata: ["key": key.hex, "digest": digest.finish().hex],
            alignment: 64)
        for (_, matrix) in matrices {
            try matrix.withPanels { (panels, _) throws(WeightError) in try writer.append(panels) }
        }
        for (_, matrix) in matrices {
            try matrix.withPanels { (_, bias) throws(WeightError) in
                if let bias { try writer.append(bias) }
            }
        }
        try writer.finish()
    }
}

/// Collects the matrices that a tower is built from.
final class PreparedRecorder: Sendable {
    private let list = Locked<[(name: String, matrix: PackedMatrix)]>([])

    func add(_ name: String, _ matrix: PackedMatrix) { list.withLock { $0.append((name, matrix)) } }

    var matrices: [(name: String, matrix: PackedMatrix)] { list.withLock { $0 } }
}
