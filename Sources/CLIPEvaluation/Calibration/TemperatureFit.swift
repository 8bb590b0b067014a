#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
public import CLIP
internal import CLIPData
internal import CLIPNumerics

/// A temperature that makes probabilities honest (Guo et al. 2017), fitted on one half of the pictures and judged on the
/// other.
public struct TemperatureFit: Sendable, Hashable {
    /// What logits are divided by; above 1 where the model is too sure of itself.
    public let temperature: Double
    /// Pictures that it was fitted on.
    public let fitted: Int
    /// Pictures of the other half.
    public let judged: Int
    /// The other half's expected calibration error before.
    public let before: Estimate
    /// The same with the temperature.
    public let after: Estimate
    /// The other half's mean negative log-likelihood before.
    public let logLossBefore: Double
    /// The same with the temperature.
    public let logLossAfter: Double
    /// How far the other half's probabilities can be taken at their word with the temperature.
    public let reliability: Reliability

    /// Fits and judges.
    /// - Parameters:
    ///   - images: `[N, E]`.
    ///   - given: the class of each picture.
    ///   - bootstrap: for the intervals; its seed also draws the halves, each class in two as nearly as can be.
    /// - Throws: `EvaluationError` when there are too few pictures, or none of the answers is wrong.
    public init(
        _ images: EmbeddingMatrix, by classifier: LinearClassifier, given: [Int], bootstrap: Bootstrap
    ) throws(EvaluationError) {
        let halves = Self.halves(given, seed: bootstrap.seed)
        guard halves.fit.count >= 2, !halves.judge.isEmpty else {
            throw EvaluationError(
                "a temperature needs pictures to fit it on and others to judge it by: there are \(given.count)"
            )
        }
        let compute = bootstrap.compute
        let fit = Self.part(images, given, halves.fit)
        temperature = try Self.fitted(fit.images, classifier, fit.given, compute)
        let judge = Self.part(images, given, halves.judge)
        func measured(_ temperature: Double) -> (Reliability, Estimate, Double) {
            let answers = ClassPredictions(
                judge.images, by: classifier, given: judge.given, temperature: temperature, compute: compute)
            let right = answers.ranks.map { $0 == 0 }
            let reliability = Reliability(judge.given.indices.map(answers.confidence), right: right)
            let error = ClassificationScores(answers, given: judge.given, bootstrap)
                .metrics.first { $0.name == "ece" }
            let loss = answers.givenProbabilities.reduce(0) { $0 - log(max(Double($1), 1e-45)) }
            return (reliability, error?.estimate ?? Estimate(0), loss / Double(judge.given.count))
        }
        let (_, before, lossBefore) = measured(1)
        let (reliability, after, lossAfter) = measured(temperature)
        (self.before, self.after, self.reliability) = (before, after, reliability)
        (logLossBefore, logLossAfter) = (lossBefore, lossAfter)
        (fitted, judged) = (halves.fit.count, halves.judge.count)
    }

    /// Every class shuffled; one half of it, the larger where it has an odd number, is for fitting.
    static func halves(_ given: [Int], seed: UInt32) -> (fit: [Int], judge: [Int]) {
        var random = RandomState(seed: seed)
        var fit: [Int] = []
        var judge: [Int] = []
        for (_, members) in Dictionary(grouping: given.indices, by: { given[$0] }).sorted(by: {
            $0.key < $1.key
        }) {
            let order = random.permutation(members.count).map { members[$0] }
            fit += order.prefix((members.count + 1) / 2)
            judge += order.dropFirst((members.count + 1) / 2)
        }
        return (fit.sorted(), judge.sorted())
    }

    private static func part(
        _ images: EmbeddingMatrix, _ given: [Int], _ places: [Int]
    ) -> (images: EmbeddingMatrix, given: [Int]) {
        (
            EmbeddingMatrix(
                rows: places.count, dimension: images.dimension, values: places.flatMap { images[$0] }),
            places.map { given[$0] }
        )
    }
}
