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

    /// Takes over SIGINT and SIGTERM; a second one ends the process at once. Writing into a closed pipe, or
    /// beyond the size that a file may have, becomes an error instead of a signal.
    ///
    /// To be called before any thread is started: from here on both signals are kept back, on this thread and on
    /// those that it starts, and come through in ``waitForSignal()`` alone.
    static func install() {
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.received.store(number, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
        var signals = taken
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    }

    /// Returns after a signal has come.
    ///
    /// Letting signals through and going to sleep are one step: a signal in the instant between the two would
    /// be slept over.
    static func waitForSignal() {
        var open = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &open)
        // Whoever started the process may have kept them back, too.
        for number in [SIGINT, SIGTERM] { sigdelset(&open, number) }
        sigsuspend(&open)
    }

    private static var taken: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        return signals
    }

    /// Whether a signal came, for whoever waits for a pipe.
    static let hasCome: @Sendable () -> Bool = { signalNumber != nil }

    /// The signal that asked the run to end, if one did.
    static var signalNumber: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
