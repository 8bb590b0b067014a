import CLIP
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a process needs before anything else is done. Where the system's libraries lack it, they end the
/// process without a word or wait for it for ever.
enum StartingConditions {
    /// Fills descriptors that the process was started without: the next file that is opened would take their
    /// place and be written to. They are opened the wrong way round, so that using them is an error.
    static func openStandardDescriptors() {
        for (descriptor, mode) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
        ]
        where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", mode)
        }
    }

    /// Ends the process when it may hardly open a file: the system's libraries, which need some descriptors to
    /// start threads, would end it without a word.
    static func checkDescriptors() {
        let least = 8  // what the smallest run needs at once, with some to spare
        var opened: [Int32] = []
        while opened.count < least, case let descriptor = dup(STDIN_FILENO), descriptor >= 0 {
            opened.append(descriptor)
        }
        let reason = errno
        for descriptor in opened { close(descriptor) }
        guard opened.count < least else { return }
        end("this process cannot open \(least) files: \(FileError.reason(reason)); allow more with ulimit -n")
    }

    /// Ends the process when it may hardly start a thread, for want of memory for stacks or by a limit on
    /// processes: the system's libraries would try again every second.
    static func checkThreads() {
        let least = 3  // the first one of the run's own, and some to spare
        var started: [pthread_t] = []
        var reason: Int32 = 0
        // The threads stay until all are there, so that no stack is used twice.
        gate.withLock { _ in
            while started.count < least, reason == 0 {
                #if canImport(Darwin)
                    var thread: pthread_t?
                #else
                    var thread = pthread_t()
                #endif
                reason = pthread_create(
                    &thread, nil,
                    { _ in
                        StartingConditions.gate.withLock { _ in }
                        return nil
                    }, nil)
                #if canImport(Darwin)
                    if reason == 0, let thread { started.append(thread) }
                #else
                    if reason == 0 { started.append(thread) }
                #endif
            }
        }
        for thread in started { pthread_join(thread, nil) }
        guard reason != 0 else { return }
        end(
            "this process cannot start \(least) threads: \(FileError.reason(reason)); allow more memory or "
                + "processes with ulimit -v and ulimit -u")
    }

    private static let gate = Mutex(())

    private static func end(_ sentence: String) -> Never {
        Console(quiet: false).say("error: \(sentence)")
        exit(1)
    }
}
