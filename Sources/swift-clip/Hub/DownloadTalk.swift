import CLIPHub

/// What is said while a model is downloaded: a bar, and what holds it up.
struct DownloadTalk {
    private let name: String
    private let host: String
    private let drawsBar: Bool
    private let console: Console

    init(_ name: String, _ settings: HubSettings, _ console: Console) {
        self.name = name
        host = settings.shownEndpoint
        drawsBar = settings.showsProgress
        self.console = console
    }

    /// Does the work, and shows on this task what it reports from its thread.
    func show<Value: Sendable>(
        _ work: @escaping @Sendable (@escaping @Sendable (HubEvent) -> Void) async throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        let (events, continuation) = AsyncStream.makeStream(
            of: HubEvent.self, bufferingPolicy: .bufferingNewest(1000))
        let task = Task<Result<Value, HubError>, Never> {
            defer { continuation.finish() }
            do throws(HubError) {
                return .success(try await work { continuation.yield($0) })
            } catch {
                return .failure(error)
            }
        }
        let result = await withTaskCancellationHandler {
            await say(events)
            return await task.value
        } onCancel: {
            task.cancel()
        }
        return try result.get()
    }

    private func say(_ events: AsyncStream<HubEvent>) async {
        let bar = ProgressBar(bytesOn: console)
        defer { bar.finish() }
        var reached: Int?
        for await event in events {
            switch event {
            case .received(let bytes, let total):
                if reached == nil {
                    console.note("downloading \(name), \(DisplayNumber.bytes(total)), from \(host)")
                    bar.skip(bytes)
                }
                bar.expect(total)
                if drawsBar { bar.advance(by: bytes - (reached ?? bytes)) }
                reached = bytes
            case .waiting(let file):
                console.note("another process is downloading \(file): waiting for it")
            case .retrying(let reason, let seconds, let attempt, let tries):
                let wait = seconds < 100 ? "\(Int(seconds.rounded(.up))) s" : DisplayNumber.duration(seconds)
                console.note("try \(attempt) of \(tries) in \(wait): \(reason)")
            case .damaged(let file):
                console.note("\(file): what came is not what the hub says it is; downloading it once more")
            }
        }
    }
}
