internal import CLIP

/// Logistic regression by L-BFGS on the features as they are, λ swept on validation (paper A.3).
///
/// With two classes it fits what scikit-learn does: one vector, whose two halves pull apart.
public struct LogisticMethod: HeadMethod {
    /// `"logistic"`
    public let name = "logistic"
    /// It learns all from examples.
    public let needsText = false
    /// It draws nothing.
    public let isSeeded = false
    /// λ where it is given, rather than swept; 1/C of scikit-learn.
    public var lambda: Double?

    /// What is taken where there is nothing to choose by: OpenAI's README has C = 0.316.
    static let usual = 1 / 0.316

    /// - Parameter lambda: nil to sweep it.
    public init(lambda: Double? = nil) { self.lambda = lambda }

    /// Fits weights and offsets; classes without an example are never the answer.
    public func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead {
        try task.check()
        let regression = PresentClasses(task.training)
        var chosen = lambda ?? Self.usual
        if let validation = task.validation, lambda == nil {
            let fits = WarmFits(regression, task)
            chosen = LambdaSweep.best { lambda in
                let head = regression.head(fits.fit(lambda))
                return Judgement(
                    head.logits(of: validation.features, compute: task.compute), validation.labels,
                    classes: validation.classes)
            }
            if !task.refits {
                return FittedHead(regression.head(fits.fit(chosen)), [HeadSetting("lambda", chosen)])
            }
        }
        let all = task.refits ? task.validation.map(task.training.appending) ?? task.training : task.training
        let last = PresentClasses(all)
        return FittedHead(last.head(WarmFits(last, task).fit(chosen)), [HeadSetting("lambda", chosen)])
    }
}

/// The classes that have examples, numbered without gaps.
struct PresentClasses {
    let examples: LabelledFeatures
    private let places: [Int]
    private let classes: Int

    init(_ all: LabelledFeatures) {
        let counts = all.counts
        let places = counts.indices.filter { counts[$0] > 0 }
        (self.places, classes) = (places, all.classes)
        examples = places.count == all.classes ? all : all.renumbered(places)
    }

    /// The head for all classes.
    func head(_ fit: SoftmaxRegression.Fit) -> LinearHead {
        let (width, found) = (examples.dimension, fit.weights)
        var weights = [Float](repeating: 0, count: classes * width)
        var bias = [Float](repeating: LinearHead.absent, count: classes)
        for (index, place) in places.enumerated() {
            weights.replaceSubrange(
                place * width..<(place + 1) * width, with: found.weights[index * width..<(index + 1) * width])
            bias[place] = found.bias[index]
        }
        return LinearHead(
            weights: EmbeddingMatrix(rows: classes, dimension: width, values: weights), bias: bias,
            takesUnitRows: false)
    }
}

/// Fits for several λ, each beginning where the nearest of the last ones ended.
final class WarmFits {
    private let regression: SoftmaxRegression
    private let factor: Double
    private var fits: [Double: SoftmaxRegression.Fit] = [:]

    init(_ classes: PresentClasses, _ task: ProbeTask) {
        regression = SoftmaxRegression(classes.examples, compute: task.compute)
        // Of two vectors that pull apart by half each, the squares are half that of one.
        factor = classes.examples.classes == 2 ? 2 : 1
    }

    func fit(_ lambda: Double) -> SoftmaxRegression.Fit {
        if let fit = fits[lambda] { return fit }
        let fit = regression.fit(
            lambda: lambda * factor, from: Self.nearest(to: lambda, among: fits.keys).flatMap { fits[$0] })
        fits[lambda] = fit
        return fit
    }

    /// Of two equally near ones the stronger, whatever order they come in: a dictionary's differs from run to run, and
    /// another beginning ends in other bits.
    static func nearest(to lambda: Double, among others: some Sequence<Double>) -> Double? {
        func distance(_ other: Double) -> Double { max(other / lambda, lambda / other) }
        return others.min { (distance($0), -$0) < (distance($1), -$1) }
    }
}

extension LabelledFeatures {
    /// The same examples where only the classes at `places` count.
    func renumbered(_ places: [Int]) -> LabelledFeatures {
        var numbers = [Int](repeating: 0, count: classes)
        for (index, place) in places.enumerated() { numbers[place] = index }
        return LabelledFeatures(checked: features, labels.map { numbers[$0] }, places.count)
    }
}
