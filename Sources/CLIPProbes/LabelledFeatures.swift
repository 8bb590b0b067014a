public import CLIP

/// Examples that a head learns from or is judged by: a row of numbers and a class for each.
public struct LabelledFeatures: Sendable {
    /// `[N, D]`, as the model gives them; a head that wants unit rows makes them itself.
    public let features: EmbeddingMatrix
    /// `[N]`, each below ``classes``.
    public let labels: [Int]
    /// How many classes there are, also those without an example here.
    public let classes: Int

    /// Puts examples together.
    /// - Throws: ``ProbeError`` where features are not finite.
    public init(_ features: EmbeddingMatrix, labels: [Int], classes: Int) throws(ProbeError) {
        precondition(features.rows == labels.count, "\(labels.count) labels for \(features.rows) rows")
        precondition(labels.allSatisfy { (0..<classes).contains($0) }, "a label outside \(classes) classes")
        if let place = features.values.firstIndex(where: { !$0.isFinite }) {
            throw ProbeError(
                "the features of example \(place / features.dimension + 1) of \(features.rows) hold numbers that are"
                    + " not finite: the model's weights or the picture are damaged. Check the model with"
                    + " `swift-clip models verify`, or leave the picture out")
        }
        self.init(checked: features, labels, classes)
    }

    init(checked features: EmbeddingMatrix, _ labels: [Int], _ classes: Int) {
        (self.features, self.labels, self.classes) = (features, labels, classes)
    }

    /// How many examples there are.
    public var count: Int { labels.count }

    /// Numbers per example, D.
    public var dimension: Int { features.dimension }

    /// Examples per class, `[classes]`.
    public var counts: [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for label in labels { counts[label] += 1 }
        return counts
    }

    /// The examples at `places`, in that order.
    public func selecting(_ places: [Int]) -> LabelledFeatures {
        var values: [Float] = []
        values.reserveCapacity(places.count * dimension)
        for place in places { values += features[place] }
        return LabelledFeatures(
            checked: EmbeddingMatrix(rows: places.count, dimension: dimension, values: values),
            places.map { labels[$0] }, classes)
    }

    /// These examples, then those.
    public func appending(_ others: LabelledFeatures) -> LabelledFeatures {
        precondition(classes == others.classes, "\(classes) and \(others.classes) classes")
        return LabelledFeatures(
            checked: features.appending(others.features), labels + others.labels, classes)
    }
}
