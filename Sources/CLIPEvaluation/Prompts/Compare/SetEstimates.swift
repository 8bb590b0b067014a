/// Accuracy and mean per-class recall of several sets, and their differences from the first, on the same draws.
struct SetEstimates: Sendable {
    let accuracy: [Estimate]
    let recall: [Estimate]
    /// Accuracy less the first set's; of the first itself 0.
    let difference: [Estimate]

    /// - Parameter right: what each set recognises, a list per set.
    init(right: [[Bool]], given: [Int], classes: Int, _ bootstrap: Bootstrap) {
        func values(_ drawn: some Sequence<Int32>) -> [Double] {
            var support = [Int32](repeating: 0, count: classes)
            var hits = [Int32](repeating: 0, count: classes * right.count)
            for picture in drawn {
                let label = given[Int(picture)]
                support[label] += 1
                for (set, answers) in right.enumerated() where answers[Int(picture)] {
                    hits[set * classes + label] += 1
                }
            }
            let seen = (0..<classes).filter { support[$0] > 0 }
            let count = Double(support.reduce(0, +))
            let accuracy = right.indices.map { set in
                Double(hits[set * classes..<(set + 1) * classes].reduce(0, +)) / count
            }
            let recall = right.indices.map { set in
                seen.reduce(0.0) { $0 + Double(hits[set * classes + $1]) / Double(support[$1]) }
                    / Double(seen.count)
            }
            return accuracy + recall + accuracy.map { $0 - accuracy[0] }
        }
        let resampled = bootstrap.values(of: given.count) { values($0) }
        let estimates = Bootstrap.estimates(values(0..<Int32(given.count)), resampled)
        let count = right.count
        accuracy = Array(estimates[..<count])
        recall = Array(estimates[count..<2 * count])
        difference = Array(estimates[(2 * count)...])
    }
}
