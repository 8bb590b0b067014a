/// Unit vectors of texts: from the cache where they are known, else encoded in batches and remembered.
package struct TextVectors {
    private let model: CLIPModel
    private let remembered: RememberedTexts?
    /// Texts that are looked up and encoded together, of many labels, so that what a template's prompts begin with is
    /// computed once; their vectors are held for that long.
    private static let page = 8192

    /// - Parameter remembered: vectors on disk; nil for none.
    package init(_ model: CLIPModel, _ remembered: RememberedTexts? = nil) {
        self.model = model
        self.remembered = remembered
    }

    /// One unit vector for each list of prompts, `[lists, E]`.
    package func ensembles(_ lists: [[String]]) async throws -> EmbeddingMatrix {
        let dimension = model.configuration.embedDimension
        var ensemble = PromptEnsemble(labels: lists.count, dimension: dimension)
        let prompts = lists.enumerated().flatMap { label, list in list.map { (label: label, text: $0) } }
        for start in stride(from: 0, to: prompts.count, by: Self.page) {
            let page = prompts[start..<min(start + Self.page, prompts.count)]
            let units = try await units(of: page.map(\.text))
            for (row, prompt) in page.enumerated() { ensemble.add(units[row][...], to: prompt.label) }
        }
        return EmbeddingMatrix(
            rows: lists.count, dimension: dimension, values: lists.indices.flatMap(ensemble.vector))
    }

    /// The unit vector of each text.
    private func units(of texts: [String]) async throws -> [[Float]] {
        var known = remembered?.embeddings(of: texts) ?? [:]
        // A text that occurs twice is encoded once.
        var places: [String: [Int]] = [:]
        var missing: [String] = []
        for (index, text) in texts.enumerated() where known[index] == nil {
            if places[text] == nil { missing.append(text) }
            places[text, default: []].append(index)
        }
        guard !missing.isEmpty else { return texts.indices.map { known[$0] ?? [] } }
        let rows = try await model.encode(texts: missing)
        for (row, text) in missing.enumerated() {
            guard rows.hasDirection(row) else {
                throw PromptError(CLIPModel.noVector("\"\(text)\""))
            }
            for place in places[text] ?? [] { known[place] = Array(rows[row]) }
        }
        remembered?.keep(
            missing.compactMap { text in
                places[text]?.first.flatMap { known[$0] }.map { (text: text, embedding: $0) }
            })
        return texts.indices.map { known[$0] ?? [] }
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
