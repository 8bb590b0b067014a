internal import CLIP
internal import CLIPData

/// The multi-layer head of the write-ups, trained as there: Adam at 2·10⁻⁴, batches of 64, cross-entropy, six epochs of
/// some 7,350 pictures. That is 690 steps, and fewer examples are seen more often for as many: after 30 steps, which six
/// epochs of 300 pictures are, hardly a weight has moved. The epoch that is best on validation is kept.
public struct PerceptronMethod: HeadMethod {
    /// `"mlp-logits"` or `"mlp"`
    public var name: String { takesLogits ? "mlp-logits" : "mlp" }
    /// Logits come from words.
    public var needsText: Bool { takesLogits }
    /// Weights and batches are drawn.
    public let isSeeded = true
    /// Whether its input is the words' logits, as in the write-ups, rather than the features.
    public var takesLogits: Bool
    /// How often all examples are seen; nil for six times, and as often as makes 690 steps where that is more.
    public var epochs: Int?

    private static let adam = Adam(rate: 2e-4)
    private static let batchSize = 64
    private static let (leastEpochs, leastSteps) = (6, 690)

    /// - Parameter takesLogits: whether its input is the words' logits, as in the write-ups, rather than the features.
    public init(onLogits takesLogits: Bool) { self.takesLogits = takesLogits }

    /// The network's layers grow with the square of the classes.
    public func check(classes: Int, dimension: Int) throws(ProbeError) {
        let weights = Perceptron.weights(inputs: takesLogits ? classes : dimension, classes: classes)
        guard weights > Perceptron.mostWeights else { return }
        throw ProbeError(
            "\(name): its layers are five times as wide as there are classes, which for \(classes) classes makes "
                + "\(weights / 1_000_000) million weights, where \(Perceptron.mostWeights / 1_000_000) are the most: "
                + "leave this head out, or take fewer classes")
    }

    /// Trains.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        try check(classes: task.training.classes, dimension: task.training.dimension)
        var text: EmbeddingMatrix?
        if takesLogits { text = try task.words(name).head.weights }
        let training = task.training
        let inputs = PerceptronHead.inputs(training.features, text, task.compute)
        let width = inputs.count / training.count
        var random = RandomState(seed: task.seed)
        var network = Perceptron(inputs: width, classes: training.classes, &random)
        var memory = Perceptron.Memory(network)
        let batches = Batches(of: training.count, size: Self.batchSize)
        let epochs =
            epochs
            ?? max(Self.leastEpochs, (Self.leastSteps + batches.perEpoch - 1) / batches.perEpoch)
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
