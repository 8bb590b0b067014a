internal import CLIP

/// The unit vectors of texts, each encoded once, whatever sets it stands in.
struct PromptVectors {
    private let places: [String: Int]
    private let rows: EmbeddingMatrix

    /// Encodes all texts of some sets.
    /// - Parameter encode: gives one unit vector per text, `[texts, E]`.
    init(
        _ sets: [PromptSet], encode: ([String]) async throws -> EmbeddingMatrix
    ) async throws {
        var places: [String: Int] = [:]
        var texts: [String] = []
        for text in sets.lazy.flatMap({ $0.texts.joined() }) where places[text] == nil {
            places[text] = texts.count
            texts.append(text)
        }
        self.places = places
        rows = try await encode(texts)
        precondition(rows.rows == texts.count, "\(rows.rows) vectors for \(texts.count) texts")
    }

    /// Numbers in a vector, E.
    var dimension: Int { rows.dimension }

    /// The unit vector of a text that was encoded.
    func vector(of text: String) -> ArraySlice<Float> {
        guard let place = places[text] else { preconditionFailure("\"\(text)\" is of no set") }
        return rows[place]
    }

    /// One unit vector per class: of its texts' unit vectors the mean, made unit, `[classes, E]`.
    func ensemble(_ texts: [[String]]) -> EmbeddingMatrix {
        var ensemble = PromptEnsemble(labels: texts.count, dimension: dimension)
        for (label, list) in texts.enumerated() {
            for text in list { ensemble.add(vector(of: text), to: label) }
        }
        return EmbeddingMatrix(
            rows: texts.count, dimension: dimension, values: texts.indices.flatMap(ensemble.vector))
    }
}
