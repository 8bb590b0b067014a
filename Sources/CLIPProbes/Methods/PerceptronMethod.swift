internal import CLIP
internal import CLIPData

/// The multi-layer head of the write-ups, trained as there: Adam at 2·10⁻⁴, six epochs, batches of 64, cross-entropy. The
/// epoch that is best on validation is kept.
public struct PerceptronMethod: HeadMethod {
    /// `"mlp-logits"` or `"mlp"`
    public var name: String { takesLogits ? "mlp-logits" : "mlp" }
    /// Logits come from words.
    public var needsText: Bool { takesLogits }
    /// Weights and batches are drawn.
    public let isSeeded = true
    /// Whether its input is the words' logits, as in the write-ups, rather than the features.
    public var takesLogits: Bool
    /// How often all examples are seen.
    public var epochs = 6

    private static let adam = Adam(rate: 2e-4)
    private static let batchSize = 64

    /// - Parameter takesLogits: whether its input is the words' logits, as in the write-ups, rather than the features.
    public init(onLogits takesLogits: Bool) { self.takesLogits = takesLogits }

    /// Trains.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        var text: EmbeddingMatrix?
        if takesLogits { text = try task.words(name).head.weights }
        let training = task.training
        let inputs = PerceptronHead.inputs(training.features, text, task.compute)
        let width = inputs.count / training.count
        var random = RandomState(seed: task.seed)
        var network = Perceptron(inputs: width, classes: training.classes, &random)
        var memory = Perceptron.Memory(network)
        let batches = Batches(of: training.count, size: Self.batchSize)
        let checked = task.validation.map { PerceptronHead.inputs($0.features, text, task.compute) }
        var best: (judgement: Judgement, network: Perceptron, epoch: Int)?
        for epoch in 1...epochs {
            // Of a single row there is no batch norm.
            for batch in batches.shuffled(&random) where batch.count > 1 {
                var rows: [Float] = []
                rows.reserveCapacity(batch.count * width)
                for place in batch { rows += inputs[place * width..<(place + 1) * width] }
                _ = network.step(
                    rows, batch.map { training.labels[$0] }[...], by: Self.adam, &memory, &random,
                    task.compute)
            }
            guard let checked, let validation = task.validation else { continue }
            let judgement = Judgement(
                network.apply(checked, task.compute), validation.labels, classes: validation.classes)
            if judgement.isBetter(than: best?.judgement) { best = (judgement, network, epoch) }
        }
        return FittedHead(
            PerceptronHead(network: best?.network ?? network, text: text),
            [HeadSetting("epochs", Double(best?.epoch ?? epochs))])
    }
}
