#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How well logits tell examples' classes.
struct Judgement: Sendable, Hashable {
    /// The part whose own class has the largest number; of equal ones the first counts.
    let accuracy: Double
    /// The mean of -log softmax at the own class.
    let loss: Double

    /// - Parameter logits: `[N, classes]`
    init(_ logits: [Float], _ labels: [Int], classes: Int) {
        var (right, loss) = (0, 0.0)
        for (row, label) in labels.enumerated() {
            let own = logits[row * classes..<(row + 1) * classes]
            var (best, most) = (own.startIndex, own[own.startIndex])
            for place in own.indices where own[place] > most { (best, most) = (place, own[place]) }
            if best - own.startIndex == label { right += 1 }
            let sum = own.reduce(0.0) { $0 + exp(Double($1 - most)) }
            loss += log(sum) + Double(most) - Double(own[own.startIndex + label])
        }
        let count = Double(max(1, labels.count))
        (accuracy, self.loss) = (Double(right) / count, loss / count)
    }

    /// More right answers, or as many with more confidence.
    func isBetter(than other: Judgement?) -> Bool {
        guard let other else { return true }
        return accuracy == other.accuracy ? loss < other.loss : accuracy > other.accuracy
    }
}
