public import CLIP
public import CLIPNumerics

/// An ensemble of templates that was found on a few labelled pictures.
///
/// Greedy forward selection over a pool of candidates. A few pictures always fit the best of many candidates, so two
/// things guard against luck: how many templates to take is decided by cross-validation on the same pictures, and what
/// is found there must beat sets that nobody had to search for, or the best of those is kept.
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

    /// A set that nobody had to search for, on the pictures searched on.
    public struct Known: Sendable, Hashable {
        /// The set.
        public let set: TemplateSet
        /// Pictures that it recognises.
        public let right: Int
        /// The mean over the pictures of the logarithm of the given class's part of the softmax.
        public let logLikelihood: Double
    }

    /// The templates chosen, in the order in which they were added; what cross-validation allows of them.
    public let steps: [Step]
    /// The sets to beat.
    public let known: [Known]
    /// The known set that is kept, because cross-validation found nothing better; nil where it did.
    public let kept: TemplateSet?
    /// Pictures that were searched on.
    public let pictures: Int
    /// Candidates.
    public let candidates: Int
    /// Parts of the cross-validation.
    public let folds: Int

    /// The ensemble: what was found, or the known set that is kept.
    public var templates: [PromptTemplate] { kept?.templates ?? steps.map(\.template) }

    /// Searches.
    ///
    /// - Parameters:
    ///   - features: the few pictures, unit rows, one label each, class by class as `FewShot` gives them.
    ///   - pool: the candidates.
    ///   - naming: what classes are called.
    ///   - scale: the model's factor on cosines.
    ///   - known: the sets to beat.
    ///   - most: templates at most.
    ///   - compute: where products run.
    ///   - encode: gives one unit vector per text; is asked once, for each text once.
    /// - Throws: `EvaluationError` where there is nothing to search by; what `encode` throws.
    public init(
        _ features: LabelledEmbeddings, pool: [PromptTemplate], naming: ClassNaming, scale: Float,
        known: [TemplateSet] = [.photo, .openai80], most: Int = 16, compute: Compute = .shared,
        encode: ([String]) async throws -> EmbeddingMatrix
    ) async throws {
        let given = features.targets.compactMap { $0.count == 1 ? $0[0] : nil }
        guard given.count == features.ids.count, given.count >= 2 else {
            throw EvaluationError("the search needs at least two pictures, each with one label")
        }
        guard !pool.isEmpty else { throw EvaluationError("there is no candidate to search among") }
        // Templates of known sets that are no candidates stand behind those that are.
        var places: [PromptTemplate: Int] = [:]
        for template in pool + known.flatMap(\.templates) where places[template] == nil {
            places[template] = places.count
        }
        let templates = places.sorted { $0.value < $1.value }.map(\.key)
        let candidates = Set(pool).count
        let all = try PromptSet(name: "candidates", templates: templates, naming: naming)
        let vectors = try await PromptVectors([all], encode: encode)
        let sets = known.map { set in set.templates.compactMap { places[$0] } }
        let found = try await compute.perform { () -> Result<SearchRun, EvaluationError> in
            Result { () throws(EvaluationError) -> SearchRun in
                let products = try TemplateProducts(all, vectors, images: features.embeddings, compute)
                let start = GrowingEnsemble(products, given: given, scale: scale)
                return SearchRun(start, candidates: candidates, known: sets, given.count, most, compute)
            }
        }.get()
        let count = Double(given.count)
        pictures = given.count
        self.candidates = candidates
        folds = found.folds
        steps = found.whole.chosen.prefix(found.size).enumerated().map { place, template in
            Step(
                template: templates[template], right: found.whole.scores[place].right,
                logLikelihood: found.whole.scores[place].logLikelihood / count,
                heldOutRight: found.heldOut[place].right,
                heldOutLogLikelihood: found.heldOut[place].logLikelihood / count)
        }
        self.known = zip(known, found.known).map { set, score in
            Known(set: set, right: score.right, logLikelihood: score.logLikelihood / count)
        }
        kept = found.kept.map { known[$0] }
    }
}
