internal import CLIP

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Logistic regression that begins at the text classifier and is drawn back to it:
/// `Σ -log softmax(W x)[y] + λ/2 |W - s T|²` for unit vectors x.
///
/// Without examples it is zero-shot, with ever more it becomes logistic regression. A probe that begins at nothing falls
/// below zero-shot with one or two examples per class (paper, figure 6); this one need not: λ is chosen on validation
/// by the loss, among those that are right at least as often as zero-shot there; where none is better by two standard
/// errors the text classifier is kept, and said to be. That is as much as a few examples can show: with one standard error
/// it was below zero-shot three times as often, and no better on average (Documentation/Probes.md).
public struct TextAnchoredMethod: HeadMethod {
    /// `"text-anchored"`
    public let name = "text-anchored"
    /// It begins at the words.
    public let needsText = true
    /// It draws nothing.
    public let isSeeded = false

    /// Creates the method.
    public init() {}

    /// What is taken where there is nothing to choose by: each example then moves its class's vector a little. Weaker ones
    /// bring more on some data, and do harm on others.
    static let usual = 10.0

    // Standard errors by which a head must be better than words, and by which a stronger λ may be worse than the best.
    private static let (enough, slight) = (2.0, 0.5)

    // Powers of ten, half a decade apart, the strongest first.
    private static let lambdas = (-8...8).reversed().map { pow(10, Double($0) / 2) }

    /// Fits the classes' vectors.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        let text = try task.words(name)
        guard let validation = task.validation, validation.count > 0 else {
            return FittedHead(
                head(task.training, text, Self.usual, task), [HeadSetting("lambda", Self.usual)],
                note:
                    "no examples to choose λ by: 10 was taken, and nothing shows that this is better than zero-shot"
            )
        }
        func judge(_ head: LinearHead) -> Judgement {
            Judgement(
                head.logits(of: validation.features, compute: task.compute), validation.labels,
                classes: validation.classes)
        }
        let zeroShot = judge(text.head)
        let regression = regression(task.training, text, task)
        var candidates: [Candidate] = []
        var last: SoftmaxRegression.Fit?
        for lambda in Self.lambdas {
            let fit = regression.fit(lambda: lambda, from: last)
            last = fit
            let head = head(fit, task.training)
            candidates.append(Candidate(lambda: lambda, head: head, judgement: judge(head)))
        }
        guard let best = Self.choice(candidates, zeroShot) else {
            return FittedHead(
                text.head,
                note:
                    "zero-shot itself: nothing is clearly better on the \(validation.count) examples to choose by"
            )
        }
        let settings = [HeadSetting("lambda", best.lambda)]
        guard task.refits else { return FittedHead(best.head, settings) }
        return FittedHead(head(task.training.appending(validation), text, best.lambda, task), settings)
    }

    private struct Candidate {
        let lambda: Double
        let head: LinearHead
        let judgement: Judgement
    }

    /// Few examples to choose by are soon deceived: of all that are not clearly worse than the best, the one that is drawn
    /// to the words the most, and the words themselves if they are among them (after the "one standard error" rule of
    /// Breiman et al. 1984).
    private static func choice(_ candidates: [Candidate], _ zeroShot: Judgement) -> Candidate? {
        let sound = candidates.filter { $0.judgement.accuracy >= zeroShot.accuracy }
        guard let best = sound.min(by: { $0.judgement.loss < $1.judgement.loss }),
            zeroShot.isClearlyWorse(than: best.judgement, by: enough)
        else { return nil }
        return sound.first { !$0.judgement.isClearlyWorse(than: best.judgement, by: slight) }
    }

    private func head(
        _ examples: LabelledFeatures, _ text: TextClassifier, _ lambda: Double, _ task: ProbeTask
    ) -> LinearHead {
        head(regression(examples, text, task).fit(lambda: lambda), examples)
    }

    private func regression(
        _ examples: LabelledFeatures, _ text: TextClassifier, _ task: ProbeTask
    ) -> SoftmaxRegression {
        SoftmaxRegression(
            LabelledFeatures(
                checked: examples.features.unitRows(task.compute), examples.labels, examples.classes),
            around: text.vectors.values.map { $0 * text.scale }, offsets: false, compute: task.compute)
    }

    private func head(_ fit: SoftmaxRegression.Fit, _ examples: LabelledFeatures) -> LinearHead {
        LinearHead(
            weights: EmbeddingMatrix(
                rows: examples.classes, dimension: examples.dimension, values: fit.weights.weights),
            bias: [Float](repeating: 0, count: examples.classes), takesUnitRows: true)
    }
}
