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
    /// The mean of -log softmax at the own class; an example of a class that the head never answers counts as 0.
    let loss: Double
    /// The same of each example; empty where only their sum was kept.
    let losses: [Double]

    init(accuracy: Double, loss: Double) {
        (self.accuracy, self.loss, losses) = (accuracy, loss, [])
    }

    /// - Parameter logits: `[N, classes]`
    init(_ logits: [Float], _ labels: [Int], classes: Int) {
        var losses: [Double] = []
        var sum = Sum()
        sum.add(logits, labels[...], classes: classes) { losses.append($0) }
        self.init(sum, losses)
    }

    /// - Parameter sum: of all examples.
    init(_ sum: Sum, _ losses: [Double] = []) {
        let count = Double(max(1, sum.count))
        (accuracy, loss, self.losses) = (Double(sum.right) / count, sum.loss / count, losses)
    }

    /// A judgement on the way: examples are added some at a time, in their order.
    struct Sum: Sendable {
        private(set) var count = 0
        private(set) var right = 0
        private(set) var loss = 0.0

        /// - Parameters:
        ///   - logits: `[N, classes]`
        ///   - each: is told the loss of each example.
        mutating func add(
            _ logits: [Float], _ labels: ArraySlice<Int>, classes: Int, each: (Double) -> Void = { _ in }
        ) {
            count += labels.count
            for (row, label) in labels.enumerated() {
                let own = logits[row * classes..<(row + 1) * classes]
                var (best, most) = (own.startIndex, own[own.startIndex])
                for place in own.indices where own[place] > most { (best, most) = (place, own[place]) }
                if best - own.startIndex == label { right += 1 }
                let given = own[own.startIndex + label]
                var loss = 0.0
                // A class that no head here can answer adds the same to the loss of each, so much that beside it nothing
                // would tell them apart.
                if given > LinearHead.absent {
                    let sum = own.reduce(0.0) { $0 + exp(Double($1 - most)) }
                    loss = log(sum) + Double(most) - Double(given)
                }
                self.loss += loss
                each(loss)
            }
        }
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
