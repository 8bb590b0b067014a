public import CLIP
public import CLIPNumerics

/// A classifier's answers for many pictures: the best classes of each, and where the given one came.
///
/// Equal products stay in the order of the classes.
public struct ClassPredictions: Sendable, Hashable {
    /// Pictures, N.
    public let count: Int
    /// Classes, K.
    public let classes: Int
    /// Classes kept per picture, best first: 5, or fewer where there are fewer classes.
    public let depth: Int
    /// The best classes, `[N, depth]`.
    public let best: [Int32]
    /// Their products: cosines where the classes come from words, `[N, depth]`.
    public let products: [Float]
    /// Their parts of the softmax over all classes, `[N, depth]`.
    public let probabilities: [Float]
    /// How many classes are before the given one, `[N]`; −1 for a picture without one.
    public let ranks: [Int32]
    /// The given class's part of the softmax, `[N]`; 0 for a picture without one.
    public let givenProbabilities: [Float]

    /// The most classes kept per picture: as many as top-5 needs.
    public static let mostKept = 5

    /// Scores pictures.
    /// - Parameters:
    ///   - images: `[N, E]`, finite.
    ///   - classifier: of K classes, at least one.
    ///   - given: the class of each picture, `[N]`; nil for none.
    ///   - temperature: divides what goes into softmax; 1 for the classifier's own scores.
    ///   - compute: threads and kernels; blocks the calling thread.
    public init(
        _ images: EmbeddingMatrix, by classifier: LinearClassifier, given: [Int?], temperature: Double = 1,
        compute: Compute = .shared
    ) {
        let (count, classes) = (images.rows, classifier.vectors.rows)
        precondition(given.count == count, "\(given.count) given classes for \(count) pictures")
        precondition(classes > 0, "no classes")
        let depth = min(Self.mostKept, classes)
        let scale = Float(Double(classifier.scale) / temperature)
        var best = [Int32](repeating: 0, count: count * depth)
        var products = [Float](repeating: 0, count: count * depth)
        var probabilities = products
        var ranks = [Int32](repeating: -1, count: count)
        var givenProbabilities = [Float](repeating: 0, count: count)
        best.withUnsafeMutableBufferPointer { best in
            products.withUnsafeMutableBufferPointer { kept in
                probabilities.withUnsafeMutableBufferPointer { parts in
                    ranks.withUnsafeMutableBufferPointer { ranks in
                        givenProbabilities.withUnsafeMutableBufferPointer { givenParts in
                            nonisolated(unsafe) let best = best
                            nonisolated(unsafe) let kept = kept
                            nonisolated(unsafe) let parts = parts
                            nonisolated(unsafe) let ranks = ranks
                            nonisolated(unsafe) let givenParts = givenParts
                            classifier.forEach(images, compute) { picture, row, _ in
                                let range = picture * depth..<(picture + 1) * depth
                                let top = UnsafeMutableBufferPointer(rebasing: best[range])
                                ScoreRow.selectBest(row, into: top)
                                let softmax = ScoreRow.Softmax(row, scale: scale)
                                for (place, label) in top.enumerated() {
                                    kept[range.lowerBound + place] = row[Int(label)]
                                    parts[range.lowerBound + place] = softmax.part(row[Int(label)])
                                }
                                guard let label = given[picture] else { return }
                                ranks[picture] = Int32(ScoreRow.rank(of: label, in: row))
                                givenParts[picture] = softmax.part(row[label])
                            }
                        }
                    }
                }
            }
        }
        (self.count, self.classes, self.depth) = (count, classes, depth)
        (self.best, self.products, self.probabilities) = (best, products, probabilities)
        (self.ranks, self.givenProbabilities) = (ranks, givenProbabilities)
    }

    /// The best class of a picture.
    public func predicted(_ picture: Int) -> Int { Int(best[picture * depth]) }

    /// The best class's part of the softmax.
    public func confidence(_ picture: Int) -> Float { probabilities[picture * depth] }

    /// The largest probability of a class other than this one; 0 where there is no other.
    func likeliestOther(_ picture: Int, than label: Int) -> Float {
        let first = picture * depth
        if predicted(picture) != label { return probabilities[first] }
        return depth > 1 ? probabilities[first + 1] : 0
    }
}
