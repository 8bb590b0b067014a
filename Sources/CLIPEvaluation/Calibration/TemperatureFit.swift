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
    /// The other half's mean negative log-likelihood, which is what the temperature makes small on its own half.
    public let logLoss: Change
    /// The other half's expected calibration error. Of few pictures it is mostly noise, and never below 0: a bin of ten
    /// pictures misses its confidence by 15 points in a perfect model, too. See ``Change/difference``.
    public let calibrationError: Change
    /// How far the other half's probabilities can be taken at their word without the temperature.
    public let reliabilityBefore: Reliability
    /// How far the other half's probabilities can be taken at their word with the temperature.
    public let reliability: Reliability

    /// A number without the temperature and with it, on the same pictures.
    public struct Change: Sendable, Hashable {
        /// Without it.
        public let before: Estimate
        /// With it.
        public let after: Estimate
        /// ``after`` less ``before``, with the paired interval: both of the same drawn pictures.
        public let difference: Estimate
    }

    /// Fits and judges.
    /// - Parameters:
    ///   - images: `[N, E]`.
    ///   - classifier: one vector for each class.
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
        let answers = [1, temperature].map { temperature in
            JudgedAnswers(
                ClassPredictions(
                    judge.images, by: classifier, given: judge.given, temperature: temperature,
                    compute: compute))
        }
        (reliabilityBefore, reliability) = (answers[0].reliability, answers[1].reliability)
        func numbers(_ drawn: some Collection<Int32>) -> [Double] {
            let (before, after) = (answers[0].numbers(drawn), answers[1].numbers(drawn))
            return [before.loss, after.loss, after.loss - before.loss]
                + [before.error, after.error, after.error - before.error]
        }
        let estimates = Bootstrap.estimates(
            numbers(0..<Int32(judge.given.count)), bootstrap.values(of: judge.given.count) { numbers($0) })
        logLoss = Change(before: estimates[0], after: estimates[1], difference: estimates[2])
        calibrationError = Change(before: estimates[3], after: estimates[4], difference: estimates[5])
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
