public import CLIP
internal import CLIPNumerics

/// What gives each class a number for a picture: one vector per class, of words or learned.
public struct LinearClassifier: Sendable {
    /// `[K, E]`: unit rows where they come from words.
    public let vectors: EmbeddingMatrix
    /// Added to the products, `[K]`; nil for none.
    public let bias: [Float]?
    /// The factor on products (and bias) before softmax: exp(logit_scale) for classes of words, 1 for a learned head.
    public let scale: Float

    /// Puts a classifier together.
    public init(vectors: EmbeddingMatrix, bias: [Float]? = nil, scale: Float) {
        precondition(bias.map { $0.count == vectors.rows } ?? true, "not one bias per class")
        self.vectors = vectors
        self.bias = bias
        self.scale = scale
    }

    /// Goes through the products of pictures with all classes, some pictures at a time, on all threads.
    /// - Parameters:
    ///   - images: `[N, E]`, finite.
    ///   - body: gets the number of a picture, its products `[K]`, and the thread.
    func forEach(
        _ images: EmbeddingMatrix, _ compute: Compute,
        _ body: (_ picture: Int, _ products: UnsafeBufferPointer<Float>, _ thread: Int) -> Void
    ) {
        precondition(
            images.dimension == vectors.dimension,
            "pictures of dimension \(images.dimension), classes of \(vectors.dimension)")
        let classes = vectors.rows
        let matrix = PackedMatrix.packing(
            vectors.values, bias: bias, outputs: classes, inputs: vectors.dimension, compute: compute)
        images.values.withUnsafeBufferPointer { rows in
            compute.forEachProduct(of: rows, with: matrix) { block, products, thread in
                for (row, picture) in block.enumerated() {
                    let range = row * classes..<(row + 1) * classes
                    body(picture, UnsafeBufferPointer(rebasing: products[range]), thread)
                }
            }
        }
    }
}
