#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Two ends that no error can report, said in a line: a mapped file that lost its end, and memory that the
/// system refused.
///
/// Both arrive as signals in the midst of the work, so nothing can be cleaned up or resumed; files that were
/// being written stay aside, as after `kill -9`. Only the command takes these signals over, for a handler is
/// the whole process's and a library's caller may have its own. A fault of any other kind goes its usual way.
enum FatalSignals {
    static func install() {
        handle(SIGBUS) { number, information, _ in
            // Other bus errors are of misaligned accesses and of broken memory.
            guard information?.pointee.si_code == 2 else { return FatalSignals.giveBack(number) }
            FatalSignals.end(
                """
                swift-clip: error: a file of the model was shortened while it was in use, or its disk failed: \
                run the command again; replace such a file by renaming, not by writing into it

                """)
        }
        // The run-time library names the size that it did not get, then aborts or traps; without memory for that
        // sentence it reads it from address zero.
        for number in [SIGABRT, SIGILL, SIGTRAP, SIGSEGV] {
            handle(number) { number, _, _ in
                guard FatalSignals.memoryIsShort else { return FatalSignals.giveBack(number) }
                FatalSignals.end(
                    """
                    swift-clip: error: the system gives no more memory (ulimit -v, or all is in use): \
                    give a smaller --batch-size or --max-megapixels, or allow more

                    """)
            }
        }
    }

    private static func handle(
        _ number: Int32,
        _ handler:
            @escaping @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?)
            -> Void
    ) {
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_sigaction = handler
        #elseif canImport(Musl)
            action.__sa_handler.sa_sigaction = handler
        #else
            action.__sigaction_handler.sa_sigaction = handler
        #endif
        action.sa_flags = Int32(SA_SIGINFO)
        sigaction(number, &action, nil)
    }

    /// Leaves the signal to the system: the faulting instruction runs again and ends the process.
    private static func giveBack(_ number: Int32) {
        signal(number, SIG_DFL)
    }

    /// Whether the system refuses a piece of memory that any run needs. Asked by a bare system call, because a
    /// handler may call little else.
    private static var memoryIsShort: Bool {
        let probe = 64 << 20
        let start = mmap(nil, probe, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let start, start != MAP_FAILED else { return true }
        munmap(start, probe)
        return false
    }

    private static func end(_ message: StaticString) {
        _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        _exit(1)
    }
}
