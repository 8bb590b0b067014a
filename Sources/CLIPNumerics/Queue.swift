internal import Dispatch

/// Where whole batches wait for a ``Compute``, so that no cooperative thread of Swift's is blocked by them.
final class BatchQueue: Sendable {
    private let queue = DispatchQueue(label: "clip.batches", qos: .userInitiated)

    func perform<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

extension Compute {
    /// Runs `work` on this value's own queue, after what was handed in before; the caller's thread is free
    /// meanwhile. `work` may use ``parallel(_:_:)`` and must not wait for other tasks.
    public func perform<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await queue.perform(work)
    }
}
