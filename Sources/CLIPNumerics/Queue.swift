internal import Dispatch
internal import Synchronization

/// Where whole batches wait for a ``Compute``, so that no cooperative thread of Swift's is blocked by them.
final class BatchQueue: Sendable {
    private let queue = DispatchQueue(label: "clip.batches", qos: .userInitiated)
    private let waiting = Atomic(0)

    /// Whether something was handed in and has not begun.
    var isAwaited: Bool { waiting.load(ordering: .relaxed) > 0 }

    func enqueue(_ work: @escaping @Sendable () -> Void) {
        waiting.add(1, ordering: .relaxed)
        queue.async { [self] in
            waiting.subtract(1, ordering: .relaxed)
            work()
        }
    }

    func perform<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await withCheckedContinuation { continuation in
            enqueue { continuation.resume(returning: work()) }
        }
    }
}

extension Compute {
    /// Runs `work` on this value's own queue, after what was handed in before; the caller's thread is free
    /// meanwhile. `work` may use ``parallel(_:_:)`` and must not wait for other tasks.
    public func perform<R: Sendable>(_ work: @escaping @Sendable () -> R) async -> R {
        await queue.perform(work)
    }

    /// Hands in `work` as ``perform(_:)`` does, without waiting for it.
    public func enqueue(_ work: @escaping @Sendable () -> Void) { queue.enqueue(work) }

    /// Whether other work waits for what is running now: long work may stop and hand in the rest of itself again.
    public var isAwaited: Bool { queue.isAwaited }
}
