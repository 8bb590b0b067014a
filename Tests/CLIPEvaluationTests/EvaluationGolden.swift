import CLIP
import CLIPEvaluation
import CLIPNumerics
import CLIPTestSupport
import CLIPWeights

/// Drawn features, and what scikit-learn, SciPy and NumPy make of them.
struct EvaluationGolden {
    let file: Golden
    let images: EmbeddingMatrix
    let given: [Int]
    let classifier: LinearClassifier
    let bootstrap: Bootstrap

    init(threads: Int = 2) throws {
        let file = try Golden(named: "evaluation/numbers")
        self.file = file
        images = try Self.matrix("images", file)
        given = try file.integers("given")
        func number(_ name: String) -> Int { file.metadata[name].flatMap { Int($0) } ?? 0 }
        classifier = LinearClassifier(
            vectors: try Self.matrix("vectors", file),
            scale: file.metadata["scale"].flatMap { Float($0) } ?? 0)
        bootstrap = Bootstrap(
            seed: UInt32(number("seed")), resamples: number("resamples"),
            compute: Compute(threads: threads))
    }

    static func matrix(_ name: String, _ file: Golden) throws -> EmbeddingMatrix {
        let shape = try file.shape(name)
        return EmbeddingMatrix(rows: shape[0], dimension: shape[1], values: try file.floats(name))
    }

    /// Numbers in double precision, as the libraries wrote them.
    func doubles(_ name: String) throws -> [Double] {
        try file.tensor(name).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }

    var names: [String] { (0..<classifier.vectors.rows).map { "class \($0)" } }

    func result() -> ClassificationResult {
        ClassificationResult(
            images, by: classifier, given: given, names: names, bootstrap: bootstrap)
    }
}

/// The largest distance of two lists; infinite when they are not of one length.
func distance(_ left: [Double], _ right: [Double]) -> Double {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).map { abs($0 - $1) }.max() ?? 0
}
