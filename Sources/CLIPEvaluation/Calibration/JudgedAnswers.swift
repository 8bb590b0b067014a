#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a temperature's answers are judged by, picture by picture, so that drawing pictures again is cheap.
struct JudgedAnswers: Sendable {
    let reliability: Reliability
    private let losses: [Double]
    private let confidences: [Double]
    private let bins: [Int]
    private let right: [Bool]
    /// What stands for a probability of 0, whose logarithm is no number: the least `Float` above it.
    private static let leastProbability = 1e-45

    init(_ answers: ClassPredictions) {
        let pictures = 0..<answers.count
        let confidences = pictures.map { answers.confidence($0) }
        right = answers.ranks.map { $0 == 0 }
        reliability = Reliability(confidences, right: right)
        bins = confidences.map { Reliability.bin(of: $0, Reliability.usualBins) }
        self.confidences = confidences.map(Double.init)
        losses = answers.givenProbabilities.map { -log(max(Double($0), Self.leastProbability)) }
    }

    /// The mean loss and the expected calibration error of drawn pictures.
    func numbers(_ drawn: some Collection<Int32>) -> (loss: Double, error: Double) {
        var loss = 0.0
        var gaps = [Double](repeating: 0, count: Reliability.usualBins)
        for picture in drawn {
            let picture = Int(picture)
            loss += losses[picture]
            gaps[bins[picture]] += confidences[picture] - (right[picture] ? 1 : 0)
        }
        let count = Double(max(drawn.count, 1))
        return (loss / count, gaps.reduce(0) { $0 + abs($1) } / count)
    }
}
