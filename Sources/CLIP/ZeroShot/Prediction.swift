/// One label for one picture.
public struct Prediction: Sendable, Hashable {
    /// The label.
    public let label: String
    /// The label's probability, 0…1; nil when one label stands alone, where softmax would always say 1,
    /// and for "unknown".
    public let score: Float?
    /// The cosine of picture and label, -1…1; a good match of CLIP's is about 0.2 to 0.35. Nil for "unknown".
    public let cosine: Float?

    /// The answer when no label reached the least score asked for.
    public static let unknown = Prediction(label: "unknown", score: nil, cosine: nil)

    /// A label with its probability and cosine.
    public init(label: String, score: Float?, cosine: Float?) {
        self.label = label
        self.score = score
        self.cosine = cosine
    }
}

extension [Prediction] {
    /// These predictions, best first, with `unknown` in front when the best score is below `least`.
    public func answering(atLeast least: Float) -> [Prediction] {
        guard let best = first?.score, best < least else { return self }
        return [.unknown] + self
    }
}
