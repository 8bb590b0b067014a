internal import CLIP
internal import CLIPData
public import CLIPNumerics

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What heads say of examples that they did not learn from: all examples are dealt to parts, and each part is judged by
/// a head that learned from the others.
///
/// Doubtful labels can only be found so: a head that learned a wrong label says that it is right.
public struct CrossValidation: Sendable, Hashable {
    /// How many parts there are.
    public let folds: Int
    /// Decides which example goes where.
    public let seed: UInt32

    /// - Parameters:
    ///   - folds: at least 2.
    ///   - seed: decides which example goes where.
    public init(folds: Int = 5, seed: UInt32 = 0) {
        precondition(folds > 1, "\(folds) parts")
        (self.folds, self.seed) = (folds, seed)
    }

    /// Logits of logistic regression, with the λ whose probabilities fit best what the heads have not seen: powers of
    /// ten, to half a decade.
    /// - Returns: `[N, classes]`, and λ.
    /// - Throws: ``ProbeError`` where there are too few examples, or of fewer than two classes.
    public func logisticLogits(
        of examples: LabelledFeatures, compute: Compute = .shared
    ) throws(ProbeError) -> (logits: [Float], lambda: Double) {
        var best: (logits: [Float], power: Double, loss: Double)?
        func attempt(_ power: Double) throws(ProbeError) {
            let method = LogisticMethod(lambda: pow(10, power))
            let logits = try logits(of: examples, by: method, compute: compute)
            let loss = Judgement(logits, examples.labels, classes: examples.classes).loss
            if loss < best?.loss ?? .infinity { best = (logits, power, loss) }
        }
        for power in [4.0, 2, 0, -2, -4] { try attempt(power) }
        for step in [1, 0.5] {
            let middle = best?.power ?? 0
            try attempt(middle + step)
            try attempt(middle - step)
        }
        guard let best else { throw ProbeError("no head gives finite numbers for these features") }
        return (best.logits, pow(10, best.power))
    }

    /// Logits of any method that needs no examples to choose its settings by.
    /// - Returns: `[N, classes]`, row-major, in the examples' order.
    public func logits(
        of examples: LabelledFeatures, by method: any HeadMethod, compute: Compute = .shared
    ) throws(ProbeError) -> [Float] {
        let classes = examples.classes
        let parts = try parts(of: examples)
        var logits = [Float](repeating: 0, count: examples.count * classes)
        for fold in parts.indices {
            let rest = examples.selecting(Self.others(than: fold, parts))
            let head = try method.fit(ProbeTask(training: rest, seed: seed, compute: compute)).head
            let part = head.logits(of: examples.selecting(parts[fold]).features, compute: compute)
            for (row, place) in parts[fold].enumerated() {
                logits.replaceSubrange(
                    place * classes..<(place + 1) * classes, with: part[row * classes..<(row + 1) * classes])
            }
        }
        return logits
    }

    private func parts(of examples: LabelledFeatures) throws(ProbeError) -> [[Int]] {
        guard examples.count >= 2 * folds else {
            throw ProbeError(
                "\(examples.count) examples are too few to be dealt to \(folds) parts: give at least \(2 * folds)"
            )
        }
        do {
            let share = 1 / Double(folds)
            return try StratifiedSplit(
                labels: examples.labels, fractions: [Double](repeating: share, count: folds), seed: seed
            ).parts
        } catch {
            throw ProbeError(error.message)
        }
    }

    private static func others(than fold: Int, _ parts: [[Int]]) -> [Int] {
        parts.indices.filter { $0 != fold }.flatMap { parts[$0] }.sorted()
    }
}
