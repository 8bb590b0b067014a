public import CLIP
internal import CLIPData
internal import CLIPNumerics
internal import CLIPText

/// Context optimisation: vectors in place of a template's words, learned from a few pictures of each class through
/// the frozen text tower (Zhou, Yang, Loy and Liu 2022, "Learning to Prompt for Vision-Language Models", IJCV).
///
/// Pictures are embedded once and stay as they are: there is no augmentation. The same seed gives the same bits, on any
/// number of threads.
public struct ContextLearning: Sendable {
    /// How it is learned.
    public let settings: ContextSettings
    /// How many vectors are learned.
    public var count: Int { trainer.context.rows }

    private let trainer: ContextTrainer
    private let classes: [String]
    private let compute: Compute
    private let random: RandomState

    /// Examples: unit rows of the model's image tower, and each one's class.
    public typealias Examples = (images: EmbeddingMatrix, labels: [Int])

    /// Packs the text tower for both ways, and begins.
    /// - Parameters:
    ///   - model: with both towers, in any precision: it is learned in float32.
    ///   - classes: what the classes are called in prompts, two at least.
    ///   - settings: how it is learned.
    /// - Throws: for settings that make no sense, and where classes or vectors do not fit the model.
    public init(
        model: CLIPModel, classes: [String], settings: ContextSettings = ContextSettings()
    ) throws(ContextLearningError) {
        guard let sizes = model.configuration.text, model.configuration.vision != nil else {
            throw ContextLearningError("\(model.name) is one tower alone: context vectors need both")
        }
        guard classes.count > 1 else {
            throw ContextLearningError(
                "there is one class only: nothing can be told apart; give two at least")
        }
        if let fault = settings.fault { throw ContextLearningError(fault) }
        var random = RandomState(seed: settings.seed)
        let start: [Float]
        switch settings.start {
        case .random(let count):
            // Before there is any room for them; the classes' names are looked at behind this.
            guard count < sizes.contextLength else {
                throw ContextLearningError(
                    "\(count) context vectors: this model's prompts have room for \(sizes.contextLength) tokens; take fewer"
                )
            }
            start = (0..<count * sizes.width).map { _ in Float(random.normal(deviation: 0.02)) }
        case .words(let words):
            let ids = model.tokenizer.encode(words)
            guard !ids.isEmpty else { throw ContextLearningError("the words to begin with are empty") }
            let table = model.tokenTable(sizes)
            start = ids.flatMap { id in
                [Float](unsafeUninitializedCapacity: sizes.width) { row, count in
                    table.copyRow(Int(id), into: UnsafeMutableBufferPointer(rebasing: row[..<sizes.width]))
                    count = sizes.width
                }
            }
        }
        let context = Parameter(
            "context", rows: start.count / sizes.width, columns: sizes.width, start)
        let prompts = try ContextPrompts(
            classes: classes, learned: context.rows, tokenizer: model.tokenizer,
            contextLength: sizes.contextLength)
        guard
            let trainer = ContextTrainer(
                weights: model.weights, sizes: sizes, prompts: prompts, context: context,
                scale: model.logitScale, settings: settings, compute: model.compute)
        else { throw ContextLearningError("\(model.name) has no text tower") }
        self.trainer = trainer
        self.settings = settings
        self.classes = classes
        compute = model.compute
        self.random = random
    }

    /// Learns from the first epoch to the last, or until validation stops getting better; where none beats what was begun
    /// with, that is kept.
    ///
    /// Call it once: it goes on from what it has learned.
    /// - Parameters:
    ///   - examples: to learn from.
    ///   - validation: to choose the best epoch by; other examples than those.
    ///   - progress: is told how many epochs are done, and the last one's mean loss.
    /// - Throws: ``ContextLearningError`` for examples that do not fit, numbers that are not finite and a loss that
    ///   ceases to be one; `CancellationError` between steps.
    public func learn(
        from examples: Examples, validation: Examples? = nil,
        progress: (_ epochs: Int, _ loss: Double) -> Void = { _, _ in }
    ) async throws -> LearnedContext {
        try check(examples, "an example to learn from")
        if let validation { try check(validation, "a validation example") }
        var (random, best) = (random, Best(vectors: trainer.context.values))
        var (losses, epochLosses, accuracies): ([Double], [Double], [Double]) = ([], [], [])
        var times: [Double] = []
        let clock = ContinuousClock()
        func judge(_ validation: Examples) async -> (loss: Double, right: Int) {
            let (images, targets) = (validation.images.values, validation.labels)
            return await compute.perform { [trainer] in trainer.evaluate(images: images, targets: targets) }
        }
        // What is begun with is a candidate, too: words may be hard to beat.
        if let validation { best.offer(await judge(validation), -1, trainer.context.values) }
        for epoch in 0..<settings.epochs {
            let order = random.permutation(examples.labels.count)
            let rate = settings.rate(of: epoch)
            for first in stride(from: 0, to: order.count, by: settings.batchSize) {
                try Task.checkCancellation()
                let places = order[first..<min(first + settings.batchSize, order.count)]
                let (images, targets) = Self.rows(places, of: examples)
                let begin = clock.now
                let loss = await compute.perform { [trainer] in
                    trainer.step(images: images, targets: targets, rate: rate)
                }
                times.append((clock.now - begin) / .seconds(1))
                guard loss.isFinite, trainer.context.values.allSatisfy(\.isFinite) else {
                    throw ContextLearningError(
                        "the loss is no number in epoch \(epoch + 1), step \(losses.count + 1): take a learning rate below "
                            + "\(settings.rate)")
                }
                losses.append(loss)
            }
            let steps = (order.count + settings.batchSize - 1) / settings.batchSize
            epochLosses.append(losses.suffix(steps).reduce(0, +) / Double(steps))
            if let validation {
                let found = await judge(validation)
                accuracies.append(Double(found.right) / Double(validation.labels.count))
                best.offer(found, epoch, trainer.context.values)
            }
            progress(epoch + 1, epochLosses[epoch])
            if validation != nil, epoch - best.lastGain >= settings.patience { break }
        }
        if validation != nil {
            let vectors = best.vectors
            trainer.context.update { $0 = vectors }
        } else {
            best.epoch = epochLosses.count - 1
        }
        let vectors = await compute.perform { [trainer] in trainer.classVectors() }
        return LearnedContext(
            vectors: EmbeddingMatrix(
                rows: count, dimension: trainer.context.columns, values: trainer.context.values),
            classVectors: EmbeddingMatrix(
                rows: classes.count, dimension: trainer.dimension, values: vectors),
            losses: losses, epochLosses: epochLosses, validation: accuracies, epoch: best.epoch + 1,
            secondsPerStep: times.sorted()[times.count / 2])
    }

    /// The vectors of the best epoch so far: by accuracy, then by loss.
    private struct Best {
        var vectors: [Float]
        var epoch = 0
        /// The epoch that recognised more than all before it.
        private(set) var lastGain = 0
        private var right = -1
        private var loss = Double.infinity

        init(vectors: [Float]) { self.vectors = vectors }

        mutating func offer(_ found: (loss: Double, right: Int), _ epoch: Int, _ vectors: [Float]) {
            if found.right > right { lastGain = epoch }
            guard found.right > right || found.right == right && found.loss < loss else { return }
            (right, loss, self.epoch, self.vectors) = (found.right, found.loss, epoch, vectors)
        }
    }

    private static func rows(_ places: ArraySlice<Int>, of examples: Examples) -> ([Float], [Int]) {
        (places.flatMap { examples.images[$0] }, places.map { examples.labels[$0] })
    }

    private func check(_ examples: Examples, _ what: String) throws(ContextLearningError) {
        let (images, labels) = examples
        guard images.rows == labels.count, images.rows > 0 else {
            throw ContextLearningError(
                "\(images.rows) vectors with \(labels.count) labels: \(what) needs one of each")
        }
        guard images.dimension == trainer.dimension else {
            throw ContextLearningError(
                "vectors of \(images.dimension) numbers, where this model has \(trainer.dimension)")
        }
        for row in 0..<images.rows where !images.hasDirection(row) {
            throw ContextLearningError(
                "\(what), number \(row + 1), has a vector that is zero or no number: leave it out, or embed it again"
            )
        }
        if let label = labels.first(where: { !classes.indices.contains($0) }) {
            throw ContextLearningError("\(what) has the label \(label): there are \(classes.count) classes")
        }
    }
}
