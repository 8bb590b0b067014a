public import CLIP

/// How one picture matches several wordings, and what each word does for the match.
///
/// Own texts share one softmax. Labels in templates share one per template, which is what `classify` would answer
/// with that template alone.
public struct PromptExplanation: Sendable, Hashable {
    /// The wordings in the order given.
    public let matches: [WordingMatch]

    /// Compares a picture with wordings.
    ///
    /// - Parameters:
    ///   - image: the picture's unit vector, `[1, E]`.
    ///   - wordings: at least one.
    ///   - scale: the exponential of the checkpoint's `logit_scale`.
    ///   - bias: the checkpoint's `logit_bias`; 0 for models without one.
    ///   - encode: gives one unit vector per text, `[texts, E]`.
    /// - Throws: ``EvaluationError`` where there is no wording, or one is given twice; what `encode` throws.
    public init(
        image: EmbeddingMatrix, wordings: [Wording], scale: Float, bias: Float = 0,
        encode: ([String]) async throws -> EmbeddingMatrix
    ) async throws {
        precondition(image.rows == 1, "\(image.rows) pictures; one is explained at a time")
        guard !wordings.isEmpty else {
            throw EvaluationError("there is no text to explain the picture by: give some with --text")
        }
        var seen: Set<Wording> = []
        if let twice = wordings.first(where: { !seen.insert($0).inserted }) {
            throw EvaluationError(
                "\"\(twice.text)\" is given twice and would share its probability with itself: leave one out")
        }
        let shortened = wordings.map(\.shortened)
        let vectors = try await encode(wordings.map(\.text) + shortened.joined())
        let similarity = Similarity(images: image, texts: vectors, scale: scale, bias: bias)
        let probabilities = Self.probabilities(wordings) { group in
            let rows = EmbeddingMatrix(
                rows: group.count, dimension: vectors.dimension, values: group.flatMap { vectors[$0] })
            return Similarity(images: image, texts: rows, scale: scale, bias: bias).probabilities
        }
        var next = wordings.count
        var matches: [WordingMatch] = []
        for (index, wording) in wordings.enumerated() {
            let cosine = similarity.cosines[index]
            let words = zip(wording.words, shortened[index].indices).map { word, place in
                let without = similarity.cosines[next + place]
                return WordInfluence(word: word, cosineWithout: without, change: without - cosine)
            }
            next += shortened[index].count
            matches.append(
                WordingMatch(
                    wording: wording, cosine: cosine, logit: similarity.logits[index],
                    probability: probabilities[index], words: words))
        }
        self.matches = matches
    }

    /// Each wording's part of the softmax over those with the same template.
    private static func probabilities(
        _ wordings: [Wording], softmax: (_ group: [Int]) -> [Float]
    ) -> [Float?] {
        var groups: [String?: [Int]] = [:]
        for (index, wording) in wordings.enumerated() { groups[wording.template, default: []].append(index) }
        var result = [Float?](repeating: nil, count: wordings.count)
        for group in groups.values where group.count > 1 {
            for (index, part) in zip(group, softmax(group)) { result[index] = part }
        }
        return result
    }
}
