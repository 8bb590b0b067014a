public import CLIP

/// Labels whose texts lie much nearer to each other than the others do.
///
/// Cosines between texts have no fixed scale: they are high in one model and low in the next. So a pair is measured
/// against the typical pair of the same labels: it is nearly equal when its distance, 1 − cosine, is less than a
/// quarter of the median pair's.
public struct NearlyEqualLabels: Sendable {
    /// The unit vectors, `[labels, E]`.
    public let vectors: EmbeddingMatrix
    /// A pair whose distance is less than this part of the median is nearly equal.
    public static let part: Float = 0.25
    /// With fewer labels there is no typical pair.
    public static let fewestLabels = 4

    /// Takes one unit vector per label.
    public init(vectors: EmbeddingMatrix) {
        self.vectors = vectors
    }

    /// Two labels and their cosine.
    public struct Pair: Sendable, Hashable {
        /// Rows of the vectors, the first smaller.
        public let first, second: Int
        /// Between the two.
        public let cosine: Float
    }

    /// The cosine above which a pair is nearly equal, and the pairs above it, nearest first; nil with few labels, or
    /// where most of them are the same text.
    public func pairs() -> (threshold: Float, typical: Float, pairs: [Pair])? {
        let count = vectors.rows
        guard count >= Self.fewestLabels else { return nil }
        let cosines = vectors.products(with: vectors)
        var all: [Float] = []
        all.reserveCapacity(count * (count - 1) / 2)
        for row in 0..<count { all += cosines[row * count + row + 1..<(row + 1) * count] }
        all.sort()
        let typical = all[all.count / 2]
        let threshold = 1 - (1 - typical) * Self.part
        guard threshold < 1 else { return nil }
        var pairs: [Pair] = []
        for first in 0..<count {
            for second in first + 1..<count where cosines[first * count + second] > threshold {
                pairs.append(Pair(first: first, second: second, cosine: cosines[first * count + second]))
            }
        }
        pairs.sort { ($0.cosine, $1.first) > ($1.cosine, $0.first) }
        return (threshold, typical, pairs)
    }

    func findings(_ labels: [LabelLint.Label]) -> [LabelFinding] {
        precondition(labels.count == vectors.rows, "\(labels.count) labels for \(vectors.rows) vectors")
        guard let found = pairs() else { return [] }
        // Such as have the same text are told of as collisions.
        let different = found.pairs.filter {
            labels[$0.first].cleaned.lowercased() != labels[$0.second].cleaned.lowercased()
        }
        return different.map { pair in
            LabelFinding(
                rule: .nearlyEqual, severity: .warning,
                labels: [labels[pair.first].given, labels[pair.second].given],
                message:
                    "nearly the same text to the model: cosine \(Self.rounded(pair.cosine)), while the typical "
                    + "pair of these labels has \(Self.rounded(found.typical))",
                remedy: "say in each how it looks different, or merge the classes")
        }
    }

    private static func rounded(_ cosine: Float) -> String {
        let thousandths = Int((cosine * 1000).rounded())
        let digits = String(thousandths.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return (thousandths < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
    }
}
