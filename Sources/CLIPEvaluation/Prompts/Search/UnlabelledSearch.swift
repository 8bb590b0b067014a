public import CLIP
public import CLIPNumerics

/// Templates chosen on pictures without labels, by how surely they decide (Allingham et al. 2023, "ZPE").
///
/// A template's score is the mean over pictures of the largest logit, after each class's mean logit was taken off: a
/// class that a template favours in every picture says nothing. (The paper also takes off the mean over pictures of the
/// pre-training, which are not here.) The paper weights templates by their scores; here those are taken that stand
/// out, and of those the highest few, so that the result is a plain list.
public struct UnlabelledSearch: Sendable, Hashable {
    /// A candidate with its score.
    public struct Candidate: Sendable, Hashable {
        /// The template.
        public let template: PromptTemplate
        /// The mean of the largest logits, biases taken off.
        public let score: Double
        /// How many median absolute deviations (times 1.4826) the score lies above the median; 0 where all are equal.
        public let deviation: Double
        /// Whether it is taken.
        public let isChosen: Bool
    }

    /// Only templates whose deviation is at least this are taken.
    public static let leastDeviation = 0.5

    /// The candidates, the highest score first; equal ones in the pool's order.
    public let candidates: [Candidate]
    /// Pictures that were looked at.
    public let pictures: Int

    /// The ensemble, the highest score first.
    public var templates: [PromptTemplate] { candidates.filter(\.isChosen).map(\.template) }

    /// Scores a pool.
    ///
    /// - Parameters:
    ///   - images: unit rows, at least two: of one alone nothing is left without its mean.
    ///   - pool: the candidates in the classes' names.
    ///   - scale: the model's factor on cosines.
    ///   - most: templates at most.
    ///   - compute: where products run.
    ///   - encode: gives one unit vector per text; is asked once, for each text once.
    /// - Throws: `EvaluationError` with fewer than two pictures; what `encode` throws.
    public init(
        _ images: EmbeddingMatrix, pool: PromptSet, scale: Float, most: Int = 16,
        compute: Compute = .shared, encode: ([String]) async throws -> EmbeddingMatrix
    ) async throws {
        guard images.rows > 1 else {
            throw EvaluationError("a search without labels needs at least two pictures, better hundreds")
        }
        let vectors = try await PromptVectors([pool], encode: encode)
        let scores = await compute.perform {
            pool.templates.map { template in
                let classes = vectors.ensemble(pool.texts(of: template))
                let products = TemplateProducts.products(images, classes, compute)
                return Self.score(products, classes: classes.rows, scale: Double(scale))
            }
        }
        pictures = images.rows
        let deviations = Self.deviations(scores)
        let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
        candidates = order.enumerated().map { rank, place in
            Candidate(
                template: pool.templates[place], score: scores[place], deviation: deviations[place],
                isChosen: rank == 0 || rank < most && deviations[place] >= Self.leastDeviation)
        }
    }

    private static func score(_ products: [Float], classes: Int, scale: Double) -> Double {
        let pictures = products.count / classes
        var means = [Double](repeating: 0, count: classes)
        for (place, product) in products.enumerated() { means[place % classes] += Double(product) }
        for label in means.indices { means[label] /= Double(pictures) }
        var sum = 0.0
        for picture in 0..<pictures {
            var most = -Double.infinity
            for label in 0..<classes {
                most = max(most, Double(products[picture * classes + label]) - means[label])
            }
            sum += most
        }
        return scale * sum / Double(pictures)
    }

    private static func deviations(_ scores: [Double]) -> [Double] {
        let middle = median(scores)
        let spread = 1.4826 * median(scores.map { abs($0 - middle) })
        return scores.map { spread > 0 ? ($0 - middle) / spread : 0 }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
