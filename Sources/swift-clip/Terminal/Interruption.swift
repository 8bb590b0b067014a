import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ctrl-C and termination: noticed between batches, so that output is closed properly, and passed on to
/// whatever is being prepared as the cancellation of its task.
enum Interruption {
    /// The signal that came, or 0. A signal handler can reach nothing but a global.
    private static let received = Atomic<Int32>(0)

    /// Takes over SIGINT and SIGTERM; a second one ends the process at once. Writing into a closed pipe
    /// becomes an error instead of a signal.
    static func install() {
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.received.store(number, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
        // Whoever started the process may have kept the signals back; the thread that calls this waits for them.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether a signal came, for whoever waits for a pipe.
    static let hasCome: @Sendable () -> Bool = { signalNumber != nil }

    /// The signal that asked the run to end, if one did.
    static var signalNumber: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
