/// How well texts describe pictures.
public struct Similarity: Sendable, Hashable {
    /// Pictures.
    public let images: Int
    /// Texts.
    public let texts: Int
    /// `[images, texts]`: cosines in −1...1; a good match of a published model is about 0.2 to 0.35.
    public let cosines: [Float]
    /// `[images, texts]`: cosines times the model's learned scale, plus its bias if it has one.
    public let logits: [Float]

    /// - Parameters:
    ///   - images: unit rows.
    ///   - texts: unit rows.
    ///   - scale: the exponential of the checkpoint's `logit_scale`.
    ///   - bias: the checkpoint's `logit_bias`; 0 for models without one.
    public init(images: EmbeddingMatrix, texts: EmbeddingMatrix, scale: Float, bias: Float = 0) {
        self.images = images.rows
        self.texts = texts.rows
        cosines = images.products(with: texts)
        logits = cosines.map { $0 * scale + bias }
    }

    /// `[images, texts]`: softmax of the logits over the texts, each picture's row sums to 1.
    public var probabilities: [Float] {
        var result: [Float] = []
        result.reserveCapacity(logits.count)
        for image in 0..<images { result += softmax(logits[image * texts..<(image + 1) * texts]) }
        return result
    }
}
