/// An end of the run that is not success: the exit status and, where there is one, the reason.
struct CommandFailure: Error {
    /// The exit status, as the manual lists them.
    let status: Int32
    /// What went wrong and what to do about it; nil when it has already been said.
    let message: String?

    /// Nothing could be done (1).
    static func failed(_ message: String) -> CommandFailure { CommandFailure(status: 1, message: message) }
    /// The embeddings belong to another model's space (4).
    static func otherSpace(_ message: String) -> CommandFailure {
        CommandFailure(status: 4, message: message)
    }
    /// The arguments do not make sense together with what the files hold (64).
    static func usage(_ message: String) -> CommandFailure { CommandFailure(status: 64, message: message) }
    /// Every input failed, each named already (1).
    static let allFailed = CommandFailure(status: 1, message: nil)
    /// Finished, but some inputs failed, each named already (3).
    static let someFailed = CommandFailure(status: 3, message: nil)
    /// Whoever read the results has closed the pipe (141, as the signal would have it).
    static let closedPipe = CommandFailure(status: 141, message: nil)
    /// Stopped by a signal, with what was done so far closed properly (130 for Ctrl-C).
    static func interrupted(by signal: Int32) -> CommandFailure {
        CommandFailure(status: 128 + signal, message: nil)
    }
}
