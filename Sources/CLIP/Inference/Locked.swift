internal import Synchronization

/// A value behind a lock, as `Mutex`, whose order the thread sanitizer sees, too.
///
/// What a thread does that finds `Mutex` taken lies in the standard library, which is not built for the sanitizer: of
/// such a handover it knows nothing, and calls the next access a race. So each holder leaves a mark, which the next
/// one reads. On the processors that this runs on, that is one plain load and one store.
struct Locked<Value: ~Copyable>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let handover = Atomic<Bool>(false)

    init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Runs `body` alone with the value.
    borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock { value throws(Failure) in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(true, ordering: .releasing) }
            return try body(&value)
        }
    }
}
