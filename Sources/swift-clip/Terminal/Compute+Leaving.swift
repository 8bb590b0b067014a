import CLIPNumerics

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
