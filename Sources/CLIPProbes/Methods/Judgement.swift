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
    /// The same of each example.
    let losses: [Double]

    init(accuracy: Double, loss: Double) {
        (self.accuracy, self.loss, losses) = (accuracy, loss, [])
    }

    /// - Parameter logits: `[N, classes]`
    init(_ logits: [Float], _ labels: [Int], classes: Int) {
        var (right, losses) = (0, [Double]())
        for (row, label) in labels.enumerated() {
            let own = logits[row * classes..<(row + 1) * classes]
            var (best, most) = (own.startIndex, own[own.startIndex])
            for place in own.indices where own[place] > most { (best, most) = (place, own[place]) }
            if best - own.startIndex == label { right += 1 }
            let sum = own.reduce(0.0) { $0 + exp(Double($1 - most)) }
            losses.append(log(sum) + Double(most) - Double(own[own.startIndex + label]))
        }
        let count = Double(max(1, labels.count))
        (accuracy, loss, self.losses) = (Double(right) / count, losses.reduce(0, +) / count, losses)
    }

    /// More right answers, or as many with more confidence.
    func isBetter(than other: Judgement?) -> Bool {
        guard let other else { return true }
        return accuracy == other.accuracy ? loss < other.loss : accuracy > other.accuracy
    }

    /// Whether the other's loss is less than this one's by more than chance: by so many standard errors of the difference,
    /// or more, on the same examples.
    func isClearlyWorse(than other: Judgement, by errors: Double) -> Bool {
        let differences = zip(losses, other.losses).map { $0 - $1 }
        let count = Double(differences.count)
        guard count > 1 else { return false }
        let mean = differences.reduce(0, +) / count
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        return mean > errors * (variance / count).squareRoot()
    }
}
