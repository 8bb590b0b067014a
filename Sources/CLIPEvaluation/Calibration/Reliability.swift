/// How far probabilities can be taken at their word: pictures grouped by the best class's probability.
public struct Reliability: Sendable, Hashable {
    /// Pictures whose confidence lies within some bounds.
    public struct Bin: Sendable, Hashable {
        /// Above this, and up to ``upper``; the first bin has 0, too.
        public let lower: Double
        /// The largest confidence of the bin.
        public let upper: Double
        /// Pictures in it.
        public let count: Int
        /// Their mean confidence; 0 for none.
        public let confidence: Double
        /// The part of them that was right; 0 for none.
        public let accuracy: Double
    }

    /// Bins of equal width over 0 to 1, ascending.
    public let bins: [Bin]
    /// The expected calibration error (Naeini et al. 2015, Guo et al. 2017): the mean distance of confidence and accuracy,
    /// each bin counting as often as it has pictures.
    public let expectedError: Double
    /// The largest distance in any bin with pictures.
    public let largestError: Double

    /// The usual number of bins.
    public static let usualBins = 15

    /// Groups pictures.
    /// - Parameters:
    ///   - confidences: the best class's probability, 0 to 1.
    ///   - right: whether it is the given class.
    ///   - bins: groups of equal width, at least one.
    public init(_ confidences: [Float], right: [Bool], bins: Int = usualBins) {
        precondition(
            confidences.count == right.count, "\(confidences.count) confidences, \(right.count) answers")
        var counts = [Int](repeating: 0, count: bins)
        var hits = counts
        var sums = [Double](repeating: 0, count: bins)
        for (confidence, isRight) in zip(confidences, right) {
            let bin = Self.bin(of: confidence, bins)
            counts[bin] += 1
            sums[bin] += Double(confidence)
            if isRight { hits[bin] += 1 }
        }
        self.bins = (0..<bins).map { bin in
            let count = counts[bin]
            return Bin(
                lower: Double(bin) / Double(bins), upper: Double(bin + 1) / Double(bins), count: count,
                confidence: count > 0 ? sums[bin] / Double(count) : 0,
                accuracy: count > 0 ? Double(hits[bin]) / Double(count) : 0)
        }
        expectedError = Self.expectedError(counts, sums, hits)
        largestError = self.bins.filter { $0.count > 0 }.map { abs($0.confidence - $0.accuracy) }.max() ?? 0
    }

    /// The bin of a confidence: its lower bound is left out.
    static func bin(of confidence: Float, _ bins: Int) -> Int {
        let place = (Double(confidence) * Double(bins)).rounded(.up) - 1
        return min(max(Int(place.isFinite ? place : 0), 0), bins - 1)
    }

    static func expectedError(_ counts: [Int], _ sums: [Double], _ hits: [Int]) -> Double {
        let all = counts.reduce(0, +)
        guard all > 0 else { return 0 }
        return counts.indices.reduce(0) { $0 + abs(sums[$1] - Double(hits[$1])) } / Double(all)
    }
}
