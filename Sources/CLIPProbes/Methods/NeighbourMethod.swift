internal import CLIP

/// The k nearest examples by cosine; k is chosen on validation.
public struct NeighbourMethod: HeadMethod {
    /// `"knn"`
    public let name = "knn"
    /// It learns all from examples.
    public let needsText = false
    /// It draws nothing.
    public let isSeeded = false
    /// k where it is given, rather than chosen.
    public var neighbours: Int?

    // What is tried.
    private static let counts = [1, 3, 5, 10, 20, 50, 100, 200]

    /// - Parameter neighbours: nil to choose it.
    public init(neighbours: Int? = nil) { self.neighbours = neighbours }

    /// Keeps the examples.
    /// - Throws: ``ProbeError`` also for more neighbours than there are examples.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        let training = task.training
        if let neighbours, neighbours < 1 || neighbours > training.count {
            throw ProbeError(
                "\(neighbours) neighbours of \(training.count) examples: give a number from 1 to that")
        }
        let unit = training.features.unitRows(task.compute)
        let counts = neighbours.map { [$0] } ?? Self.counts.filter { $0 <= training.count }
        var chosen = counts[0]
        if let validation = task.validation, counts.count > 1 {
            let all = NeighbourHead(
                examples: unit, labels: training.labels, classes: training.classes, neighbours: chosen)
            var best: Double?
            for (count, votes) in zip(counts, all.votes(validation.features, counts, task.compute)) {
                let accuracy = Judgement(votes, validation.labels, classes: validation.classes).accuracy
                if accuracy > best ?? -1 { (best, chosen) = (accuracy, count) }
            }
        }
        let final = task.refits ? task.validation.map(training.appending) ?? training : training
        return FittedHead(
            NeighbourHead(
                examples: final.count == training.count ? unit : final.features.unitRows(task.compute),
                labels: final.labels, classes: final.classes, neighbours: chosen),
            [HeadSetting("neighbours", Double(chosen))])
    }
}
