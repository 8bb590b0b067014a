public import CLIP
public import CLIPNumerics

/// The products of pictures with all classes: cosines where the classes come from words.
public struct ClassCosines: Sendable, Hashable {
    /// Classes, K.
    public let classes: Int
    /// `[N, K]`.
    public let values: [Float]

    /// Multiplies.
    /// - Parameters:
    ///   - images: `[N, E]`, finite.
    ///   - classifier: of K classes.
    ///   - compute: threads and kernels; blocks the calling thread.
    public init(
        _ images: EmbeddingMatrix, by classifier: LinearClassifier, compute: Compute = .shared
    ) {
        let classes = classifier.vectors.rows
        var values = [Float](repeating: 0, count: images.rows * classes)
        values.withUnsafeMutableBufferPointer { values in
            nonisolated(unsafe) let values = values
            classifier.forEach(images, compute) { picture, row, _ in
                for (label, value) in row.enumerated() { values[picture * classes + label] = value }
            }
        }
        (self.classes, self.values) = (classes, values)
    }

    /// The products of one picture, `[K]`.
    public subscript(picture: Int) -> ArraySlice<Float> {
        values[picture * classes..<(picture + 1) * classes]
    }
}
