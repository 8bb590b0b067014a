package import CLIPNumerics

/// What a forward pass did, so that gradients can go the same way back.
///
/// Each word of the vocabulary adds how its gradient flows; ``run()`` plays that backwards and forgets it, and with
/// it every activation that was only kept for this. For one thread.
final class Tape {
    private var steps: [() -> Void] = []

    func record(_ step: @escaping () -> Void) { steps.append(step) }

    /// Goes back from the last word to the first.
    func run() {
        while let step = steps.popLast() { step() }
    }

    /// Forgets what was recorded; the list keeps its room.
    func clear() { steps.removeAll(keepingCapacity: true) }
}

/// Where the gradient of one value is summed up on the way back.
final class GradientSlot {
    private var gradient: Tensor?

    /// Adds what flows back from one use of the value.
    /// - Parameter flow: gets what others brought before, if any, and returns the sum.
    func add(_ flow: (_ also: Tensor?) -> Tensor) { gradient = flow(gradient) }

    /// The whole gradient, once; nil if nobody who matters used the value.
    func take() -> Tensor? {
        defer { gradient = nil }
        return gradient
    }
}

/// A value of the networks that remembers where its gradient goes.
package struct Recorded {
    /// The numbers.
    package let tensor: Tensor
    /// Nil where nothing behind the value learns.
    let slot: GradientSlot?
}
