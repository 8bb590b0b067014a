/// Holm's correction (1979) for several tests at once: what chance finds in one of many is no finding.
enum Holm {
    /// Probabilities made larger: the smallest times their number, the next times one less, and so on, none smaller than
    /// the one before it, none above 1. In the order given.
    static func adjusted(_ probabilities: [Double]) -> [Double] {
        let order = probabilities.indices.sorted {
            (probabilities[$0], $0) < (probabilities[$1], $1)
        }
        var result = probabilities
        var largest = 0.0
        for (rank, place) in order.enumerated() {
            largest = max(largest, min(1, probabilities[place] * Double(probabilities.count - rank)))
            result[place] = largest
        }
        return result
    }
}
