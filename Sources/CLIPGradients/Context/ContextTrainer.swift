internal import CLIP
internal import CLIPNumerics

/// Takes steps of the optimisation: all classes' prompts through the frozen text tower, the loss, and back to the
/// context vectors.
///
/// Prompts of causal towers share their beginning: the learned vectors' rows are computed once for all classes, there
/// and back. Where there are too many classes to keep what the way back needs, they go through the tower in parts,
/// twice. For one step at a time.
final class ContextTrainer: Sendable {
    /// `[M, D]`
    let context: Parameter
    /// Columns of class vectors, E.
    let dimension: Int
    private let tower: TextTransformer<RecordingOps>
    private let compute: Compute
    private let scale: Float
    /// Classes that go through the tower together, and each class's row among all of them.
    private let batches: [TokenBatch]
    private let places: [Int]
    private nonisolated(unsafe) let ops: RecordingOps
    /// Where everything lies while a step is taken.
    nonisolated(unsafe) let arena = Arena()
    private nonisolated(unsafe) var descent: StochasticGradientDescent

    /// Floats that may be kept for the way back: a gigabyte.
    static let budget = 1 << 28

    /// - Parameters:
    ///   - weights: of the model, which has a text tower of these sizes.
    ///   - sizes: of the text tower.
    ///   - prompts: with places for as many learned vectors as `context` has.
    ///   - context: what is learned, `[M, D]`.
    ///   - scale: the factor on cosines.
    ///   - settings: how it is learned.
    ///   - budget: floats that may be kept for the way back.
    ///   - compute: threads and instruction set.
    init?(
        weights: ModelWeights, sizes: ModelConfiguration.Text, prompts: ContextPrompts, context: Parameter,
        scale: Float, settings: ContextSettings, budget: Int = ContextTrainer.budget, compute: Compute
    ) {
        guard
            let tower: TextTransformer<RecordingOps> = weights.text(
                on: RecordingPreparation(compute: compute))
        else { return nil }
        self.tower = tower
        self.context = context
        self.scale = scale
        self.compute = compute
        dimension = weights.embeddingDimension
        let sorted = SortedTexts(prompts.texts, for: sizes)
        places = sorted.places
        // Both norms' inputs, queries, keys, values, and the hidden layer before its activation.
        let kept = sizes.layers * (5 * sizes.width + sizes.mlpWidth)
        batches = sorted.batches(rows: max(sizes.contextLength, budget / kept), threads: 1).map {
            TokenBatch(sorted.texts[$0], for: sizes)
        }
        ops = RecordingOps(compute: compute, arena: arena)
        descent = StochasticGradientDescent(momentum: settings.momentum, weightDecay: settings.weightDecay)
    }

    /// One step down the loss of some pictures.
    /// - Parameters:
    ///   - images: unit rows, `[N, E]`.
    ///   - targets: each picture's class.
    ///   - rate: the learning rate.
    /// - Returns: the loss before the step.
    func step(images: [Float], targets: [Int], rate: Double) -> Double {
        let loss = gradient(images: images, targets: targets)
        descent.step(context, rate: rate)
        return loss
    }

    /// The loss of some pictures, and its gradient at the context vectors.
    func gradient(images: [Float], targets: [Int]) -> Double {
        context.clearGradient()
        let recorded = batches.count == 1 ? batches.map(vectors) : []
        let rows = recorded.isEmpty ? batches.flatMap(vectorsAlone) : recorded[0].tensor.floats
        let found = crossEntropy(images: images, targets: targets, classRows: rows)
        if let whole = recorded.first {
            ops.backward(from: whole, found.gradient.reshaped(whole.tensor.shape))
            return found.loss
        }
        let flow = found.gradient.floats
        var start = 0
        for batch in batches {
            let part = vectors(of: batch)
            let end = start + part.tensor.shape.count
            ops.backward(
                from: part,
                Tensor(part.tensor.shape, on: arena) { _ = $0.update(fromContentsOf: flow[start..<end]) })
            start = end
        }
        return found.loss
    }

    /// The loss of some pictures, and how many are recognised.
    func evaluate(images: [Float], targets: [Int]) -> (loss: Double, right: Int) {
        let rows = batches.flatMap(vectorsAlone)
        let found = crossEntropy(images: images, targets: targets, classRows: rows)
        return (found.loss, found.right)
    }

    /// One unit vector for each class, `[C, E]`.
    func classVectors() -> [Float] {
        let rows = batches.flatMap(vectorsAlone)
        return places.flatMap { rows[$0 * dimension..<($0 + 1) * dimension] }
    }

    private func crossEntropy(images: [Float], targets: [Int], classRows rows: [Float]) -> CrossEntropy {
        func tensor(_ values: [Float]) -> Tensor {
            Tensor(Shape(batch: 1, tokens: values.count / dimension, channels: dimension), on: arena) {
                _ = $0.update(fromContentsOf: values)
            }
        }
        return CrossEntropy(
            images: tensor(images), targets: targets.map { places[$0] }, classes: tensor(rows), scale: scale,
            compute, ops.memory, on: arena)
    }

    private func vectors(of batch: TokenBatch) -> Recorded {
        let learned = ReplacedTokens(context, at: ContextPrompts.place)
        let rows = tower(batch, in: ops) { tokens, positions in
            ops.embed(batch, table: tokens, positions: positions, replacing: learned)
        }
        return ops.normalise(rows)
    }

    private func vectorsAlone(of batch: TokenBatch) -> [Float] {
        defer { ops.forget() }
        return vectors(of: batch).tensor.floats
    }
}
