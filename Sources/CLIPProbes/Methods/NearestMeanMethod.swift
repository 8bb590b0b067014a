internal import CLIP

/// The class whose mean is nearest by cosine: unit vectors are averaged, and the mean is made unit again.
public struct NearestMeanMethod: HeadMethod {
    /// `"nearest-mean"`
    public let name = "nearest-mean"
    /// It learns all from examples.
    public let needsText = false
    /// It draws nothing.
    public let isSeeded = false

    /// Creates the method.
    public init() {}

    /// The factor on cosines, where no words bring one: that of published models.
    static let usualScale: Float = 100

    /// Averages; classes without an example are never the answer.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        let all = task.refits ? task.validation.map(task.training.appending) ?? task.training : task.training
        let (width, classes) = (all.dimension, all.classes)
        let unit = all.features.unitRows(task.compute)
        var sums = [Double](repeating: 0, count: classes * width)
        for (row, label) in all.labels.enumerated() {
            for column in 0..<width {
                sums[label * width + column] += Double(unit.values[row * width + column])
            }
        }
        let scale = task.text?.scale ?? Self.usualScale
        let means = EmbeddingMatrix(rows: classes, dimension: width, values: sums.map(Float.init))
            .unitRows(task.compute)
        let counts = all.counts
        return FittedHead(
            LinearHead(
                weights: EmbeddingMatrix(
                    rows: classes, dimension: width, values: means.values.map { $0 * scale }),
                bias: counts.map { $0 > 0 ? 0 : LinearHead.absent }, takesUnitRows: true))
    }
}
