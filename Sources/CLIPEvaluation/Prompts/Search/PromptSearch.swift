public import CLIP
public import CLIPNumerics

/// An ensemble of templates that was found on a few labelled pictures.
///
/// Greedy forward selection over a pool of candidates; how many templates to take is decided by cross-validation on the
/// same few pictures, because more of them always fit those better, and soon no others.
public struct PromptSearch: Sendable, Hashable {
    /// A template that was added.
    public struct Step: Sendable, Hashable {
        /// The template.
        public let template: PromptTemplate
        /// Of the pictures searched on, those that the ensemble up to here recognises.
        public let right: Int
        /// The mean over those pictures of the logarithm of the given class's part of the softmax.
        public let logLikelihood: Double
        /// By cross-validation: pictures recognised by as many templates, chosen without them.
        public let heldOutRight: Int
        /// By cross-validation: their mean log-likelihood.
        public let heldOutLogLikelihood: Double
    }

    /// The templates chosen, in the order in which they were added.
    public let steps: [Step]
    /// Pictures that were searched on.
    public let pictures: Int
    /// Candidates.
    public let candidates: Int
    /// Parts of the cross-validation.
    public let folds: Int

    /// The ensemble.
    public var templates: [PromptTemplate] { steps.map(\.template) }

    /// Searches.
    ///
    /// - Parameters:
    ///   - features: the few pictures, unit rows, one label each, class by class as `FewShot` gives them.
    ///   - pool: the candidates in the classes' names.
    ///   - scale: the model's factor on cosines.
    ///   - most: templates at most.
    ///   - encode: gives one unit vector per text; is asked once, for each text once.
    /// - Throws: `EvaluationError` where there is nothing to search by; what `encode` throws.
    public init(
        _ features: LabelledEmbeddings, pool: PromptSet, scale: Float, most: Int = 16,
        compute: Compute = .shared, encode: ([String]) async throws -> EmbeddingMatrix
    ) async throws {
        let given = features.targets.compactMap { $0.count == 1 ? $0[0] : nil }
        guard given.count == features.ids.count, given.count >= 2 else {
            throw EvaluationError("the search needs at least two pictures, each with one label")
        }
        let vectors = try await PromptVectors([pool], encode: encode)
        let found = try await compute.perform { () -> Result<Found, EvaluationError> in
            Result { () throws(EvaluationError) -> Found in
                let products = try TemplateProducts(pool, vectors, images: features.embeddings, compute)
                let start = GrowingEnsemble(products, given: given, scale: scale)
                return Found(start, templates: pool.templates.count, given.count, most, compute)
            }
        }.get()
        pictures = given.count
        candidates = pool.templates.count
        folds = found.folds
        let count = Double(given.count)
        steps = found.whole.chosen.prefix(found.size).enumerated().map { place, template in
            Step(
                template: pool.templates[template], right: found.whole.scores[place].right,
                logLikelihood: found.whole.scores[place].logLikelihood / count,
                heldOutRight: found.heldOut[place].right,
                heldOutLogLikelihood: found.heldOut[place].logLikelihood / count)
        }
    }

    /// The selection on all pictures, and how long an ensemble cross-validation allows.
    private struct Found: Sendable {
        let whole: GreedySelection
        let heldOut: [EnsembleScore]
        let folds: Int
        let size: Int

        init(
            _ start: GrowingEnsemble, templates: Int, _ pictures: Int, _ most: Int, _ compute: Compute
        ) {
            let folds = min(5, pictures)
            // Pictures come class by class: taking turns gives each part its share of every class.
            let selections = (0..<folds).map { fold in
                GreedySelection(
                    start, templates: templates, pictures: (0..<pictures).filter { $0 % folds != fold },
                    others: (0..<pictures).filter { $0 % folds == fold }, most: most, compute)
            }
            whole = GreedySelection(
                start, templates: templates, pictures: Array(0..<pictures), most: most, compute)
            // A selection that ended early stays as it is.
            heldOut = whole.chosen.indices.map { place in
                selections.reduce(into: EnsembleScore()) { sum, selection in
                    sum += selection.heldOut[min(place, selection.heldOut.count - 1)]
                }
            }
            self.folds = folds
            var best = 0
            for place in heldOut.indices where heldOut[place] > heldOut[best] { best = place }
            size = best + 1
        }
    }
}
