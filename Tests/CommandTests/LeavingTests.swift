import CLIPNumerics
import Dispatch
import Testing

@testable import swift_clip

@Suite struct LeavingTests {
    @Test func cancelledTasksDoNotWait() async throws {
        let release = DispatchSemaphore(value: 0)
        defer { release.signal() }
        let begun = AsyncStream<Void>.makeStream()
        let run = Task {
            try await Compute(threads: 1).performOrLeave {
                begun.continuation.yield()
                // Ends the test, and fails it, where somebody waits.
                return release.wait(timeout: .now() + 20) == .success
            }
        }
        for await _ in begun.stream { break }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test func otherwiseWorkIsWaitedFor() async throws {
        #expect(try await Compute(threads: 1).performOrLeave { 42 } == 42)
        #expect(try await doOrLeave { 42 } == 42)
        await #expect(throws: CommandFailure.self) {
            try await doOrLeave { throw CommandFailure.failed("no") }
        }
    }

    @Test func cancelledTasksDoNotWaitForTheLibrary() async throws {
        let release = DispatchSemaphore(value: 0)
        defer { release.signal() }
        let begun = AsyncStream<Void>.makeStream()
        let run = Task {
            try await doOrLeave {
                await Compute(threads: 1).perform {
                    begun.continuation.yield()
                    return release.wait(timeout: .now() + 20) == .success
                }
            }
        }
        for await _ in begun.stream { break }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }
}
