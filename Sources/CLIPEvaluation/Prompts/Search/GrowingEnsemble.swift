internal import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// An ensemble that grows by one template after the other, and its score with each that could be next.
struct GrowingEnsemble: Sendable {
    private let products: TemplateProducts
    private let given: [Int]
    private let scale: Float
    /// The sum of the chosen templates' vectors, `[K, E]`, and of their products, `[N, K]`.
    private var vectors: [Float]
    private var sums: [Float]
    /// The templates chosen, by their places.
    private(set) var chosen: [Int] = []

    /// An ensemble of no template.
    /// - Parameters:
    ///   - given: each picture's class, `[N]`.
    ///   - scale: the factor on cosines before softmax.
    init(_ products: TemplateProducts, given: [Int], scale: Float) {
        self.products = products
        self.given = given
        self.scale = scale
        vectors = [Float](repeating: 0, count: products.classes * products.dimension)
        sums = [Float](repeating: 0, count: products.pictures * products.classes)
    }

    mutating func add(_ template: Int) {
        chosen.append(template)
        for place in vectors.indices { vectors[place] += products.sums[template][place] }
        for place in sums.indices { sums[place] += products.products[template][place] }
    }

    /// The score on some pictures, with one template more; nil for the ensemble as it is.
    func score(adding template: Int?, on pictures: [Int]) -> EnsembleScore {
        let factors = factors(adding: template)
        let classes = products.classes
        var logits = [Float](repeating: 0, count: classes)
        var score = EnsembleScore()
        for picture in pictures {
            let start = picture * classes
            for label in 0..<classes { logits[label] = sums[start + label] }
            if let template {
                let added = products.products[template]
                for label in 0..<classes { logits[label] += added[start + label] }
            }
            for label in 0..<classes { logits[label] *= factors[label] }
            score += Self.score(logits, given[picture])
        }
        return score
    }

    /// What turns summed products into logits: scale over the length of the summed vectors.
    private func factors(adding template: Int?) -> [Float] {
        let width = products.dimension
        return (0..<products.classes).map { label in
            var square = 0.0
            for place in label * width..<(label + 1) * width {
                let value = Double(vectors[place]) + (template.map { Double(products.sums[$0][place]) } ?? 0)
                square += value * value
            }
            return square > 0 ? Float(Double(scale) / square.squareRoot()) : 0
        }
    }

    private static func score(_ logits: [Float], _ label: Int) -> EnsembleScore {
        var best = 0
        for place in logits.indices where logits[place] > logits[best] { best = place }
        var sum = 0.0
        for logit in logits { sum += exp(Double(logit - logits[best])) }
        return EnsembleScore(
            right: best == label ? 1 : 0, logLikelihood: Double(logits[label] - logits[best]) - log(sum))
    }
}
