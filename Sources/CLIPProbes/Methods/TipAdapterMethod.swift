internal import CLIP
internal import CLIPData
internal import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Tip-Adapter without training, and with its keys trained, Tip-Adapter-F (Zhang et al. 2022). α and β are searched on
/// validation, within the authors' ranges: α to 3, β to 7.
public struct TipAdapterMethod: HeadMethod {
    /// `"tip-adapter"` or `"tip-adapter-f"`
    public var name: String { isTrained ? "tip-adapter-f" : "tip-adapter" }
    /// It adds to what words say.
    public let needsText = true
    /// Batches are drawn while keys are trained.
    public var isSeeded: Bool { isTrained }
    /// Whether the keys are trained: AdamW at 10⁻³ with ε 10⁻⁴ and the rate falling by a cosine, 20 epochs, batches of
    /// 256, from the examples' vectors.
    public var isTrained: Bool
    /// How often all examples are seen.
    public var epochs = 20
    /// Products of examples to choose by with the cache that lie in memory at once.
    var mostProducts = EmbeddingMatrix.mostProducts

    // The authors' settings where there is nothing to search on, and while keys are trained.
    private static let usual: (alpha: Float, beta: Float) = (1, 1)
    private static let batchSize = 256

    /// - Parameter isTrained: whether the keys are trained.
    public init(trained isTrained: Bool) { self.isTrained = isTrained }

    /// Keeps the examples, and finds how much they count.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        let text = try task.words(name).head.weights
        let training = task.training
        var head = CacheHead(
            text: text, keys: training.features.unitRows(task.compute), labels: training.labels,
            alpha: Self.usual.alpha, beta: Self.usual.beta)
        var settings: [HeadSetting] = []
        if isTrained {
            let (keys, epoch) = train(head, task)
            head = head.with(keys: keys)
            settings.append(HeadSetting("epochs", Double(epoch)))
        }
        if let validation = task.validation { head = search(head, validation, task.compute) }
        settings += [HeadSetting("alpha", Double(head.alpha)), HeadSetting("beta", Double(head.beta))]
        return FittedHead(head, settings)
    }

    // Twenty steps of each over their ranges, then twenty around the best.
    private func search(_ head: CacheHead, _ validation: LabelledFeatures, _ compute: Compute) -> CacheHead {
        var best: (judgement: Judgement, alpha: Float, beta: Float)?
        var (alphas, betas): (ClosedRange<Float>, ClosedRange<Float>) = (0.1...3, 0.1...7)
        for _ in 0..<2 {
            let (tried, others) = (Self.steps(alphas), Self.steps(betas))
            let sums = sums(head, tried, others, validation, compute)
            for (place, sum) in sums.enumerated() {
                let judgement = Judgement(sum)
                guard judgement.isBetter(than: best?.judgement) else { continue }
                best = (judgement, tried[place % tried.count], others[place / tried.count])
            }
            guard let best else { return head }
            alphas = max(0, best.alpha - 0.15)...best.alpha + 0.15
            betas = max(0, best.beta - 0.36)...best.beta + 0.36
        }
        return best.map { head.with(alpha: $0.alpha, beta: $0.beta) } ?? head
    }

    // What each α comes to with each β, `[β, α]`.
    private func sums(
        _ head: CacheHead, _ alphas: [Float], _ betas: [Float], _ validation: LabelledFeatures,
        _ compute: Compute
    ) -> [Judgement.Sum] {
        var sums = [Judgement.Sum](repeating: Judgement.Sum(), count: alphas.count * betas.count)
        for (first, rows) in validation.features.blocks(forProductsWith: head.keys.rows, atMost: mostProducts)
        {
            let affinities = CacheAffinities(head, rows, compute)
            let labels = validation.labels[first..<first + rows.rows]
            for (row, beta) in betas.enumerated() {
                let cache = affinities.cache(beta: beta, compute)
                let range = row * alphas.count..<(row + 1) * alphas.count
                let before = Array(zip(alphas, sums[range]))
                sums.replaceSubrange(
                    range,
                    with: compute.map(before) { alpha, sum in
                        var sum = sum
                        let logits = zip(affinities.text, cache).map { $0 + alpha * $1 }
                        sum.add(logits, labels, classes: validation.classes)
                        return sum
                    })
            }
        }
        return sums
    }

    private static func steps(_ range: ClosedRange<Float>) -> [Float] {
        (0..<20).map { range.lowerBound + (range.upperBound - range.lowerBound) * Float($0) / 19 }
    }

    private func train(_ head: CacheHead, _ task: ProbeTask) -> (keys: EmbeddingMatrix, epoch: Int) {
        var random = RandomState(seed: task.seed)
        let examples = task.training.features.unitRows(task.compute)
        let batches = Batches(of: examples.rows, size: Self.batchSize)
        var training = CacheTraining(head, steps: epochs * batches.perEpoch)
        var best: (judgement: Judgement, keys: EmbeddingMatrix, epoch: Int)?
        for epoch in 1...epochs {
            for batch in batches.shuffled(&random) {
                training.step(
                    EmbeddingMatrix(
                        rows: batch.count, dimension: examples.dimension,
                        values: batch.flatMap { examples[$0] }),
                    batch.map { task.training.labels[$0] }[...], task.compute)
            }
            guard let validation = task.validation else { continue }
            let judgement = Judgement(
                training.head.logits(of: validation.features, compute: task.compute), validation.labels,
                classes: validation.classes)
            if judgement.isBetter(than: best?.judgement) { best = (judgement, training.head.keys, epoch) }
        }
        return best.map { ($0.keys, $0.epoch) } ?? (training.head.keys, epochs)
    }
}

extension CacheHead {
    func with(keys: EmbeddingMatrix) -> CacheHead {
        CacheHead(text: text, keys: keys, labels: labels, alpha: alpha, beta: beta)
    }

    func with(alpha: Float, beta: Float) -> CacheHead {
        CacheHead(text: text, keys: keys, labels: labels, alpha: alpha, beta: beta)
    }
}
