import CLIP
import CLIPNumerics
import CLIPProbes

/// Fits logistic regression for each λ on features from a file, for Scripts/compare_probe.py: a line for each with the
/// objective, the iterations and the seconds, behind a line with the seconds of the preparation.
///
///     probe-benchmark X.npy Y.npy CLASSES THREADS LAMBDA…
///
/// X is float32 `[N, D]`; Y has the labels, as float32 too.
@main
struct ProbeBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        let (features, rows, columns) = try floats(arguments[1])
        let labels = try floats(arguments[2]).values.map { Int($0) }
        let compute = Compute(threads: Int(arguments[4]))
        let examples = try LabelledFeatures(
            EmbeddingMatrix(rows: rows, dimension: columns, values: features), labels: labels,
            classes: Int(arguments[3]) ?? 0)
        let clock = ContinuousClock()
        var regression: SoftmaxRegression?
        let prepared = clock.measure { regression = SoftmaxRegression(examples, compute: compute) }
        print("prepared \(prepared / .seconds(1))")
        var last: SoftmaxRegression.Fit?
        for lambda in arguments[5...].compactMap({ Double($0) }) {
            let time = clock.measure { last = regression?.fit(lambda: lambda, from: last) }
            guard let last else { continue }
            print("\(lambda) \(last.objective) \(last.iterations) \(time / .seconds(1))")
        }
    }

    private static func floats(_ path: String) throws -> (values: [Float], rows: Int, columns: Int) {
        let array = try NpyArray(RawPath(path))
        return (array.values, array.shape[0], array.shape.count > 1 ? array.shape[1] : 1)
    }
}
