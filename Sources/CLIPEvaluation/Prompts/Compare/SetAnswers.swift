internal import CLIP
internal import CLIPNumerics

/// The class that each picture is taken for.
enum SetAnswers {
    /// The best class of each picture; of equal ones the first.
    /// - Parameters:
    ///   - images: `[N, E]`, finite.
    ///   - classes: one vector per class, `[K, E]`.
    ///   - compute: threads and kernels; blocks the calling thread.
    static func best(_ images: EmbeddingMatrix, _ classes: EmbeddingMatrix, _ compute: Compute) -> [Int] {
        var best = [Int](repeating: 0, count: images.rows)
        best.withUnsafeMutableBufferPointer { best in
            nonisolated(unsafe) let best = best
            LinearClassifier(vectors: classes, scale: 1).forEach(images, compute) { picture, products, _ in
                var place = 0
                for (label, product) in products.enumerated() where product > products[place] {
                    place = label
                }
                best[picture] = place
            }
        }
        return best
    }
}
