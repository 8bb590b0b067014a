public import CLIP
public import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Tip-Adapter (Zhang et al. 2022): the text classifier, and a cache of examples that speak for their classes.
///
/// `s T x + α exp(-β (1 - K x)) L` for a unit vector x; T are the classes' unit vectors, s is exp(logit_scale), K are the
/// examples' vectors, unit ones at first, and L are their classes.
public struct CacheHead: ProbeHead {
    /// `"tip-adapter"`
    public static let kind = "tip-adapter"
    /// s T, `[classes, D]`.
    public let text: EmbeddingMatrix
    /// K, `[n, D]`.
    public let keys: EmbeddingMatrix
    /// The examples' classes, `[n]`.
    public let labels: [Int]
    /// α: how much the cache counts beside the words.
    public let alpha: Float
    /// β: how fast an example's say fades with distance.
    public let beta: Float

    /// Puts a head together.
    public init(text: EmbeddingMatrix, keys: EmbeddingMatrix, labels: [Int], alpha: Float, beta: Float) {
        precondition(keys.rows == labels.count, "\(labels.count) labels for \(keys.rows) examples")
        precondition(keys.dimension == text.dimension, "\(keys.dimension) and \(text.dimension) numbers")
        (self.text, self.keys, self.labels) = (text, keys, labels)
        (self.alpha, self.beta) = (alpha, beta)
    }

    /// Numbers per example, D.
    public var dimension: Int { keys.dimension }
    /// How many classes there are.
    public var classes: Int { text.rows }

    /// What the words say, and the cache.
    public func logits(of features: EmbeddingMatrix, compute: Compute) -> [Float] {
        var logits: [Float] = []
        logits.reserveCapacity(features.rows * classes)
        for block in features.blocks(forProductsWith: keys.rows) {
            logits += CacheAffinities(self, block.rows, compute).logits(alpha: alpha, beta: beta, compute)
        }
        return logits
    }

    /// The words, the cache, and its two settings.
    public var parts: HeadParts {
        var parts = HeadParts()
        parts["text"] = text
        parts["keys"] = keys
        parts["labels"] = EmbeddingMatrix(rows: 1, dimension: labels.count, values: labels.map(Float.init))
        parts[number: "alpha"] = Double(alpha)
        parts[number: "beta"] = Double(beta)
        return parts
    }

    /// A head that was written.
    public init(_ parts: HeadParts) throws(ProbeError) {
        let text = try parts.matrix("text")
        let keys = try parts.matrix("keys", columns: text.dimension)
        self.init(
            text: text, keys: keys, labels: try parts.labels(keys.rows, below: text.rows),
            alpha: Float(try parts.number("alpha", in: 0...1e6)),
            beta: Float(try parts.number("beta", in: 0...1e6)))
    }
}

/// Some pictures' products with the words and with the cache: what all settings of α and β share.
struct CacheAffinities {
    /// `[N, classes]`
    let text: [Float]
    /// K x, `[N, n]`.
    let keys: [Float]
    private let rows: Int, classes: Int
    private let labels: [Int]

    init(_ head: CacheHead, _ features: EmbeddingMatrix, _ compute: Compute) {
        let unit = features.unitRows(compute)
        text = unit.products(withRowsOf: head.text, compute: compute)
        keys = unit.products(withRowsOf: head.keys, compute: compute)
        (rows, classes, labels) = (features.rows, head.classes, head.labels)
    }

    /// What the cache says, `[N, classes]`, not multiplied by α yet.
    func cache(beta: Float, _ compute: Compute) -> [Float] {
        var result = [Float](repeating: 0, count: rows * classes)
        result.withUnsafeMutableBufferPointer { result in
            nonisolated(unsafe) let result = result
            compute.parallel(rows) { row, _ in
                for (index, label) in labels.enumerated() {
                    result[row * classes + label] += expf(beta * (keys[row * labels.count + index] - 1))
                }
            }
        }
        return result
    }

    func logits(alpha: Float, beta: Float, _ compute: Compute) -> [Float] {
        zip(text, cache(beta: beta, compute)).map { $0 + alpha * $1 }
    }
}
