/// When a request is sent again, and after how long.
struct RetryPolicy: Sendable {
    let retries: Int
    let firstDelay: Duration
    let longestDelay: Duration

    init(_ settings: HubSettings) {
        retries = settings.retries
        firstDelay = settings.firstDelay
        longestDelay = settings.longestDelay
    }

    /// Answers of a server that may be another one soon.
    static func mayPass(_ status: Int) -> Bool {
        [408, 425, 429, 500, 502, 503, 504].contains(status)
    }

    /// The wait before try `attempt`, 1 for the first retry: doubled each time.
    func delay(before attempt: Int) -> Duration {
        min(firstDelay * (1 << min(attempt - 1, 20)), longestDelay)
    }

    /// What an answer asks for: `Retry-After` in seconds, or the seconds until the hub's rate limit starts anew
    /// (`RateLimit: "api";r=0;t=55`); nil where it does not say, or gives a date.
    static func askedDelay(_ answer: TransferAnswer) -> Duration? {
        if let seconds = answer["retry-after"].flatMap({ Int($0) }), seconds >= 0 {
            return .seconds(min(seconds, longestAsked))
        }
        guard answer.status == 429, let limit = answer["ratelimit"] else { return nil }
        let field = limit.split(separator: ";").first { $0.hasPrefix("t=") }
        return field.flatMap { Int($0.dropFirst(2)) }.flatMap {
            $0 >= 0 ? .seconds(min($0, longestAsked)) : nil
        }
    }

    /// More seconds than anybody waits; numbers beyond are taken for it.
    private static let longestAsked = 1 << 30
}

extension Duration {
    /// The duration as a number.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
