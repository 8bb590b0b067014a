internal import Dispatch
internal import Synchronization

/// Work that waits, for a server for example, on a thread of its own: Swift's cooperative threads are few and not
/// to be waited on.
enum BlockingWork {
    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    /// Runs `body` off the caller's thread. It is told when the task is cancelled, and goes on until it returns.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        let flag = Flag()
        let result: Result<Value, HubError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global(qos: .utility).async {
                    let result: Result<Value, HubError>
                    do throws(HubError) {
                        result = .success(try body { flag.isSet.load(ordering: .relaxed) })
                    } catch {
                        result = .failure(error)
                    }
                    continuation.resume(returning: result)
                }
            }
        } onCancel: {
            flag.isSet.store(true, ordering: .relaxed)
        }
        return try result.get()
    }
}
