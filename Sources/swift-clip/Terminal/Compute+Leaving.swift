import CLIPNumerics

/// Does work that keeps all threads busy inside the library, in a task of its own; as with `Compute.performOrLeave(_:)`, a
/// task that is cancelled does not wait for it.
/// - Throws: `CancellationError`; what the work throws.
func doOrLeave<Value: Sendable>(
    _ work: sending @escaping () async throws -> Value
) async throws -> Value {
    let (outcomes, continuation) = AsyncThrowingStream.makeStream(of: Value.self)
    Task {
        do {
            continuation.yield(try await work())
            continuation.finish()
        } catch {
            continuation.finish(throwing: error)
        }
    }
    // A stream ends for a cancelled task.
    for try await outcome in outcomes { return outcome }
    throw CancellationError()
}

extension Compute {
    /// As `perform(_:)`, off Swift's cooperative threads, but a task that is cancelled does not wait for the work: Ctrl-C
    /// ends the command at once, whatever loop runs. The work goes on until the process ends, so it must write no file.
    /// - Throws: `CancellationError`.
    func performOrLeave<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws -> Value {
        let outcomes = AsyncStream<Value> { continuation in
            enqueue {
                continuation.yield(work())
                continuation.finish()
            }
        }
        // A stream ends for a cancelled task.
        for await outcome in outcomes { return outcome }
        throw CancellationError()
    }
}
