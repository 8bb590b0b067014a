internal import CLIP
public import CLIPNumerics

/// A way to make a head of labelled examples.
public protocol HeadMethod: Sendable {
    /// What tables and files call it.
    var name: String { get }
    /// Whether it needs the classes' words.
    var needsText: Bool { get }
    /// Whether it draws random numbers of its own.
    var isSeeded: Bool { get }
    /// Refuses what is too large, before any work is done for it.
    /// - Parameters:
    ///   - classes: how many there are.
    ///   - dimension: numbers per example, D.
    /// - Throws: ``ProbeError``
    func check(classes: Int, dimension: Int) throws(ProbeError)
    /// Fits a head. The same task gives the same bits on any number of threads.
    /// - Throws: ``ProbeError``
    func fit(_ task: ProbeTask) throws(ProbeError) -> FittedHead
}

extension HeadMethod {
    /// Most heads are not much larger than the examples they learn from.
    public func check(classes: Int, dimension: Int) throws(ProbeError) {}
}

/// What a head is made of.
public struct ProbeTask: Sendable {
    /// What is learned from.
    public var training: LabelledFeatures
    /// What settings are chosen by; nil where there is nothing to choose by, and each method takes its usual ones.
    public var validation: LabelledFeatures?
    /// Whether a head whose settings are chosen is fitted again on all examples, as the paper does (A.3).
    public var refits: Bool
    /// The classes' words; nil for a model without a text tower, and for features that words do not share.
    public var text: TextClassifier?
    /// What random choices come from.
    public var seed: UInt32
    /// Where products run.
    public var compute: Compute

    /// Puts a task together.
    public init(
        training: LabelledFeatures, validation: LabelledFeatures? = nil, refits: Bool = false,
        text: TextClassifier? = nil, seed: UInt32 = 0, compute: Compute = .shared
    ) {
        (self.training, self.validation, self.refits) = (training, validation, refits)
        (self.text, self.seed, self.compute) = (text, seed, compute)
    }

    /// - Throws: ``ProbeError`` where fewer than two classes have an example.
    func check() throws(ProbeError) {
        let present = training.counts.count { $0 > 0 }
        guard present > 1 else {
            throw ProbeError(
                training.count == 0
                    ? "there is no example to learn from"
                    : "all \(training.count) examples are of one class: a head tells classes apart, give it examples of two or"
                        + " more")
        }
    }

    /// The classes' words, which a method needs.
    func words(_ method: String) throws(ProbeError) -> TextClassifier {
        guard let text else {
            throw ProbeError(
                "\(method) starts from the classes' words: it needs a model with a text tower and projected features"
            )
        }
        precondition(
            text.vectors.rows == training.classes && text.vectors.dimension == training.dimension,
            "words of \(text.vectors.rows) × \(text.vectors.dimension)")
        return text
    }
}

/// A head, and what was chosen for it.
public struct FittedHead: Sendable {
    /// The head.
    public let head: any ProbeHead
    /// What was chosen, such as λ, by name.
    public let settings: [HeadSetting]
    /// What its user should know; nil if nothing.
    public let note: String?

    /// Puts a head together with what was chosen for it.
    public init(_ head: any ProbeHead, _ settings: [HeadSetting] = [], note: String? = nil) {
        (self.head, self.settings, self.note) = (head, settings, note)
    }
}

/// Something that was chosen for a head.
public struct HeadSetting: Sendable, Hashable {
    /// Its name, as in `lambda`.
    public let name: String
    /// Its value.
    public let value: Double

    /// A name and its value.
    public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
}
