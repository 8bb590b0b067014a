/// Vectors of labels: from the cache where they are known, else encoded in batches and remembered.
package struct TextVectors {
    private let model: CLIPModel
    private let cache: VectorCache?
    /// Prompts that are encoded together; more would only cost memory.
    private static let batch = 256

    /// - Parameter cache: where label vectors are remembered; nil for nowhere.
    package init(_ model: CLIPModel, cache: VectorCache? = nil) {
        self.model = model
        self.cache = cache
    }

    /// One unit vector for each list of prompts, `[lists, E]`.
    package func ensembles(_ lists: [[String]]) async throws -> EmbeddingMatrix {
        let dimension = model.configuration.embedDimension
        var rows = lists.map { cache?.vector(for: $0, dimension: dimension) }
        let missing = rows.indices.filter { rows[$0] == nil }
        var ensemble = PromptEnsemble(labels: missing.count, dimension: dimension)
        let prompts = missing.enumerated().flatMap { slot, list in lists[list].map { (slot, $0) } }
        var done = 0
        while done < prompts.count {
            let part = prompts[done..<min(done + Self.batch, prompts.count)]
            let units = try await model.encode(texts: part.map(\.1))
            for (row, (slot, _)) in part.enumerated() { ensemble.add(units[row], to: slot) }
            done += part.count
        }
        for (slot, list) in missing.enumerated() {
            let vector = ensemble.vector(of: slot)
            cache?.store(vector, for: lists[list])
            rows[list] = vector
        }
        return EmbeddingMatrix(rows: rows.count, dimension: dimension, values: rows.flatMap { $0 ?? [] })
    }
}

extension ZeroShotClassifier {
    /// Encodes the labels' prompts with the model's text tower.
    ///
    /// - Parameters:
    ///   - model: the model whose space the pictures will be in.
    ///   - labels: what to tell apart, without duplicates (see `LabelList`).
    ///   - prompts: the sentences that stand for a label.
    ///   - neutral: judge each label alone against these, instead of against the other labels.
    /// - Throws: `PromptError` for labels without prompts, `CancellationError` between batches.
    public init(
        model: CLIPModel, labels: [String], prompts: Prompts = .set(.photo), neutral: NeutralPrompts? = nil
    ) async throws {
        try await self.init(
            model: model, labels: labels, prompts: prompts, neutral: neutral, vectors: TextVectors(model))
    }

    /// Encodes labels by templates such as "a photo of a {}.".
    public init(model: CLIPModel, labels: [String], templates: [String]) async throws {
        var checked: [PromptTemplate] = []
        for template in templates { checked.append(try PromptTemplate(template)) }
        try await self.init(model: model, labels: labels, prompts: .templates(checked))
    }

    /// As the public one, with vectors that may come from a cache.
    package init(
        model: CLIPModel, labels: [String], prompts: Prompts, neutral: NeutralPrompts?, vectors: TextVectors
    ) async throws {
        guard !labels.isEmpty else { throw PromptError("there is no label to classify by") }
        var lists: [[String]] = []
        for label in labels { lists.append(try prompts.prompts(for: label)) }
        let rows = try await vectors.ensembles(lists)
        var set: NeutralSet?
        if let neutral {
            set = NeutralSet(
                prompts: neutral, vectors: try await vectors.ensembles(neutral.prompts.map { [$0] }))
        }
        self.init(
            labels: labels, vectors: rows, logitScale: model.logitScale, neutral: set,
            templates: prompts.descriptions)
    }
}
