internal import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Requests to a hub: redirects are followed here, because here it is known where the token may go, and what may
/// pass is tried again.
struct HubClient: ~Copyable {
    private let session: TransferSession
    private let settings: HubSettings
    private let policy: RetryPolicy
    let endpoint: WebAddress
    let isCancelled: @Sendable () -> Bool
    let report: @Sendable (HubEvent) -> Void
    private static let mostRedirects = 10

    private init(
        _ settings: HubSettings, _ endpoint: WebAddress, _ session: consuming TransferSession,
        _ isCancelled: @escaping @Sendable () -> Bool, _ report: @escaping @Sendable (HubEvent) -> Void
    ) {
        self.settings = settings
        self.endpoint = endpoint
        self.session = session
        self.isCancelled = isCancelled
        self.report = report
        policy = RetryPolicy(settings)
    }

    /// A client of the settings' hub; nothing is connected yet.
    static func make(
        _ settings: HubSettings, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping @Sendable (HubEvent) -> Void
    ) throws(HubError) -> HubClient {
        guard let endpoint = WebAddress(settings.endpoint) else {
            throw HubError(
                .malformed,
                "HF_ENDPOINT is no address of http or https; the hub's own is https://huggingface.co")
        }
        return HubClient(settings, endpoint, try session(isCancelled, endpoint), isCancelled, report)
    }

    private static func session(
        _ isCancelled: @escaping @Sendable () -> Bool, _ endpoint: WebAddress
    ) throws(HubError) -> TransferSession {
        do throws(TransferFailure) {
            return try TransferSession(isCancelled: isCancelled)
        } catch {
            throw HubFailure.error(error, endpoint)
        }
    }

    /// Gets what is at a path below the endpoint.
    ///
    /// - Parameter path: begins with a slash.
    /// - Returns: what the hub itself answered; it describes the file, also where another server sent it.
    func get(
        _ path: String, of subject: HubSubject, timeout: Int, into sink: any HubSink
    ) throws(HubError) -> TransferAnswer {
        guard let address = WebAddress(endpoint.text.trimming("/") + path) else {
            throw HubError(.badName, "\(path): this cannot be asked of \(endpoint.shown)")
        }
        var tries = TryCount(from: sink.count)
        while true {
            switch self.try(address, subject, timeout, sink) {
            case .done(let answer): return answer
            case .failed(let error): throw error
            case .mayPass(let error, let asked, let limit):
                tries.fail(at: sink.count, sink.stride)
                guard tries.failed <= limit else { throw error }
                try wait(
                    max(policy.delay(before: tries.failed), asked), error, tries.failed + 1, of: limit + 1)
            }
        }
    }

    /// What became of one try.
    private enum Outcome {
        case done(TransferAnswer)
        case failed(HubError)
        /// Worth so many more tries, the next no sooner than the server asks.
        case mayPass(HubError, after: Duration, limit: Int)
    }

    private func `try`(
        _ address: WebAddress, _ subject: HubSubject, _ timeout: Int, _ sink: any HubSink
    ) -> Outcome {
        do throws(TransferFailure) {
            let (answer, own, last) = try follow(address, timeout, sink)
            if (200..<300).contains(answer.status) { return .done(own) }
            let error = HubFailure.error(answer, at: last, subject, hasToken: settings.token != nil)
            if answer.status == 416, sink.count > 0 {
                sink.forget()
                return .mayPass(error, after: .zero, limit: policy.retries)
            }
            guard RetryPolicy.mayPass(answer.status) else { return .failed(error) }
            return .mayPass(error, after: RetryPolicy.askedDelay(answer) ?? .zero, limit: policy.retries)
        } catch {
            if isCancelled() { return .failed(HubFailure.cancelled) }
            if let failure = sink.failure { return .failed(failure) }
            let said = HubFailure.error(error, address)
            switch error {
            case .stalled, .cut: return .mayPass(said, after: .zero, limit: policy.retries)
            // A machine without a network should hear so soon.
            case .noConnection:
                return .mayPass(
                    said, after: .zero, limit: sink.count > 0 ? policy.retries : min(1, policy.retries))
            default: return .failed(said)
            }
        }
    }

    private func follow(
        _ start: WebAddress, _ timeout: Int, _ sink: any HubSink
    ) throws(TransferFailure) -> (answer: TransferAnswer, own: TransferAnswer, last: WebAddress) {
        var address = start
        var own = TransferAnswer()
        for _ in 0...Self.mostRedirects {
            let isOwn = address.origin == endpoint.origin
            var headers = ["User-Agent: swift-clip/\(Engine.version)", "Accept-Encoding: identity"]
            headers += sink.headers(for: address.origin)
            if isOwn, let token = settings.token { headers.append(token.header) }
            let answer: TransferAnswer
            do throws(TransferFailure) {
                answer = try session.get(
                    address, headers: headers, timeout: timeout, into: HubReception(sink, address.origin))
            } catch {
                // Whoever wants the headers alone ends the body.
                guard case .stopped(let begun) = error, !sink.wantsBody, !isCancelled() else { throw error }
                answer = begun
            }
            if isOwn { own.add(answer) }
            guard (300..<400).contains(answer.status), let location = answer["location"] else {
                return (answer, own, address)
            }
            guard let next = address.following(location), next.origin.isSecure || !address.origin.isSecure
            else {
                throw .badRedirect("\(address.shown) leads to an address that is not followed")
            }
            address = next
        }
        throw .badRedirect("\(start.shown) leads from one address to the next, without end")
    }

    private func wait(
        _ delay: Duration, _ reason: HubError, _ attempt: Int, of tries: Int
    ) throws(HubError) {
        guard delay <= policy.longestDelay else {
            throw HubError(
                reason.code,
                reason.message + "; it asks to wait \(Int(delay.inSeconds)) seconds: try again then")
        }
        report(.retrying(reason: reason.reason, after: delay.inSeconds, attempt: attempt, of: tries))
        let end = ContinuousClock.now + delay
        while ContinuousClock.now < end {
            if isCancelled() { throw HubFailure.cancelled }
            usleep(20_000)
        }
    }
}
