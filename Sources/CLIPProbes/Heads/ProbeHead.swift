public import CLIP
public import CLIPNumerics

/// What gives each class a number for a picture's features, learned from labelled examples.
public protocol ProbeHead: Sendable {
    /// What files call this kind of head.
    static var kind: String { get }
    /// Numbers per example, D.
    var dimension: Int { get }
    /// How many classes there are.
    var classes: Int { get }
    /// The classes' numbers for each example: softmax makes probabilities of them.
    /// - Parameters:
    ///   - features: `[N, D]`, finite, as the model gives them.
    ///   - compute: where products run.
    /// - Returns: `[N, classes]`, row-major.
    func logits(of features: EmbeddingMatrix, compute: Compute) -> [Float]
    /// All that makes the head what it is, to be written.
    var parts: HeadParts { get }
    /// A head that was written.
    /// - Throws: ``ProbeError`` where something is missing or does not fit.
    init(_ parts: HeadParts) throws(ProbeError)
}

/// A head taken apart: named matrices and numbers.
public struct HeadParts: Sendable {
    /// Floats in two dimensions, by name.
    public private(set) var matrices: [String: EmbeddingMatrix] = [:]
    /// Settings, by name.
    public private(set) var numbers: [String: Double] = [:]

    /// Nothing yet.
    public init() {}

    /// A matrix by its name.
    public subscript(_ name: String) -> EmbeddingMatrix? {
        get { matrices[name] }
        set { matrices[name] = newValue }
    }

    /// A number by its name.
    public subscript(number name: String) -> Double? {
        get { numbers[name] }
        set { numbers[name] = newValue }
    }

    /// A matrix that must be there, of this many rows and columns where they are given.
    func matrix(
        _ name: String, rows: Int? = nil, columns: Int? = nil
    ) throws(ProbeError) -> EmbeddingMatrix {
        guard let matrix = matrices[name] else { throw ProbeError("the tensor \"\(name)\" is missing") }
        guard rows ?? matrix.rows == matrix.rows, columns ?? matrix.dimension == matrix.dimension else {
            throw ProbeError(
                "the tensor \"\(name)\" is \(matrix.rows) × \(matrix.dimension), not "
                    + "\(rows ?? matrix.rows) × \(columns ?? matrix.dimension)")
        }
        return matrix
    }

    /// A number that must be there and be in range.
    func number(_ name: String, in range: ClosedRange<Double>) throws(ProbeError) -> Double {
        guard let number = numbers[name], range.contains(number) else {
            throw ProbeError("its \(name) is missing or not within \(range.lowerBound)…\(range.upperBound)")
        }
        return number
    }
}

/// Classes by words: one unit vector per class, and the factor on cosines.
public struct TextClassifier: Sendable {
    /// `[classes, D]`, unit rows.
    public let vectors: EmbeddingMatrix
    /// exp(logit_scale)
    public let scale: Float

    /// Puts a classifier together.
    public init(vectors: EmbeddingMatrix, scale: Float) {
        self.vectors = vectors
        self.scale = scale
    }

    /// The classifier as a head that has learned nothing: cosines times the scale.
    public var head: LinearHead {
        LinearHead(
            weights: EmbeddingMatrix(
                rows: vectors.rows, dimension: vectors.dimension, values: vectors.values.map { $0 * scale }),
            bias: [Float](repeating: 0, count: vectors.rows), takesUnitRows: true)
    }
}
