/// How context vectors are learned; the defaults are those of CoOp's repository (Zhou et al. 2022, IJCV).
public struct ContextSettings: Sendable, Hashable {
    /// What the vectors are at first.
    public enum Start: Sendable, Hashable {
        /// So many vectors of normal numbers with deviation 0.02.
        case random(count: Int)
        /// The tokens of these words, such as "a photo of a".
        case words(String)
    }

    /// What the vectors are at first, and by that how many there are.
    public var start = Start.random(count: 16)
    /// Passes over the examples.
    public var epochs = 200
    /// Examples of one step; the last step of an epoch has what is left.
    public var batchSize = 32
    /// The learning rate behind the warm-up, before it falls along a cosine.
    public var rate = 0.002
    /// What of the last step's change is made again.
    public var momentum = 0.9
    /// The part of the vectors that is added to their gradient.
    public var weightDecay = 5e-4
    /// Epochs at ``warmupRate`` before the others.
    public var warmupEpochs = 1
    /// The learning rate of the first epochs.
    public var warmupRate = 1e-5
    /// With validation examples: how many epochs may bring no better accuracy before the learning stops. The best
    /// vectors are kept in any case.
    public var patience = 20
    /// Decides the random start and the examples' order.
    public var seed: UInt32 = 1

    /// CoOp's settings.
    public init() {}

    /// Passes that CoOp's authors take for so many examples of each class.
    public static func epochs(forShots shots: Int) -> Int {
        switch shots {
        case ...1: 50
        case ...4: 100
        default: 200
        }
    }

    /// The learning rate of an epoch, counted from 0: constant while warming up, then half a cosine.
    func rate(of epoch: Int) -> Double {
        guard epoch >= warmupEpochs else { return warmupRate }
        let part = Double(epoch - warmupEpochs) / Double(epochs)
        return 0.5 * rate * (1 + cosine(.pi * part))
    }

    /// Why the settings make no sense; nil if they do.
    var fault: String? {
        if case .random(let count) = start, count < 1 { return "\(count) context vectors: take at least 1" }
        if epochs < 1 { return "\(epochs) epochs: take at least 1" }
        if batchSize < 1 { return "\(batchSize) examples in a step: take at least 1" }
        if !(rate > 0 && rate.isFinite) { return "a learning rate of \(rate): it must be above 0" }
        if !(0..<1).contains(momentum) { return "a momentum of \(momentum): it must be from 0 to below 1" }
        return nil
    }
}
