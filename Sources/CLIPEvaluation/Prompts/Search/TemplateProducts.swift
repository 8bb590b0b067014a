internal import CLIP
internal import CLIPNumerics

/// What is needed to score any ensemble of some templates on some pictures: each template's products with the pictures,
/// computed once, and the sums of its unit vectors.
///
/// An ensemble's vector is the sum of its texts' unit vectors made unit, so its products are the sums of its templates'
/// products, divided by the length of the sum of their vectors: no vector is multiplied again.
struct TemplateProducts: Sendable {
    /// Pictures, N; classes, K; numbers in a vector, E.
    let pictures, classes, dimension: Int
    /// For each template the sum of its unit vectors for each class, `[K, E]`.
    let sums: [[Float]]
    /// For each template the products of those sums with the pictures, `[N, K]`.
    let products: [[Float]]

    /// More bytes of products than this are refused.
    static let mostBytes = 4 << 30

    /// - Throws: `EvaluationError` where the products would not fit into memory.
    init(
        _ set: PromptSet, _ vectors: PromptVectors, images: EmbeddingMatrix, _ compute: Compute
    ) throws(EvaluationError) {
        (pictures, classes, dimension) = (images.rows, set.texts.count, images.dimension)
        let bytes = pictures * classes * set.templates.count * 4
        guard bytes <= Self.mostBytes else {
            throw EvaluationError(
                "\(set.templates.count) templates for \(pictures) pictures of \(classes) classes would take "
                    + "\(bytes >> 30) GiB: give fewer shots, or fewer candidates")
        }
        let sums = set.templates.map { Self.sums(set.texts(of: $0), vectors) }
        self.sums = sums
        let (rows, width) = (classes, dimension)
        products = sums.map { sum in
            let matrix = EmbeddingMatrix(rows: rows, dimension: width, values: sum)
            return Self.products(images, matrix, compute)
        }
    }

    private static func sums(_ texts: [[String]], _ vectors: PromptVectors) -> [Float] {
        var sums: [Float] = []
        sums.reserveCapacity(texts.count * vectors.dimension)
        for list in texts {
            var sum = [Float](repeating: 0, count: vectors.dimension)
            for text in list {
                for (place, value) in vectors.vector(of: text).enumerated() { sum[place] += value }
            }
            sums += sum
        }
        return sums
    }

    /// `[images, classes]`
    static func products(
        _ images: EmbeddingMatrix, _ classes: EmbeddingMatrix, _ compute: Compute
    ) -> [Float] {
        let width = classes.rows
        return [Float](unsafeUninitializedCapacity: images.rows * width) { target, count in
            nonisolated(unsafe) let target = target
            LinearClassifier(vectors: classes, scale: 1).forEach(images, compute) { picture, products, _ in
                for (label, product) in products.enumerated() { target[picture * width + label] = product }
            }
            count = images.rows * width
        }
    }
}
