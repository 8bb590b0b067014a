import ArgumentParser
import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the process starts: an ordinary thread waits while the command runs on others.
///
/// An asynchronous `main` would end the first thread with `pthread_exit`, for which glibc loads libgcc's
/// shared library; the packed command is to run where that is not installed.
@main
enum Entry {
    static func main() {
        Task.detached {
            await SwiftCLIP.main()
            exit(0)
        }
        // Signals come to this thread, also when whoever started the process had blocked them.
        var none = sigset_t()
        sigemptyset(&none)
        while true { sigsuspend(&none) }
    }
}

/// The command: its subcommands, and how every run ends.
struct SwiftCLIP: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swift-clip",
        abstract: "Images and texts in one space: classify, compare and embed with CLIP.",
        discussion: """
            Results go to standard output, everything else to standard error.

            Exit status: 0 all done, 1 failed, 3 finished but some inputs failed, 4 embeddings of another \
            model's space, 64 wrong usage, 130 interrupted, 141 closed pipe.
            """,
        version: Engine.version,
        subcommands: [
            Classify.self, Similarity.self, Embed.self, Tokenize.self, Preprocess.self, Models.self,
            Cache.self,
        ])

    /// Runs the command line; the only place that decides the exit status.
    static func main() async {
        Interruption.install()
        do {
            var command = try parseAsRoot(RawArguments.fromCommandLine())
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            if let message = failure.message { Console(quiet: false).say("error: \(message)") }
            exit(withError: ExitCode(failure.status))
        } catch let mismatch as SpaceMismatch {
            Console(quiet: false).say("error: \(mismatch.message)")
            exit(withError: ExitCode(CommandFailure.otherSpace("").status))
        } catch let error where error is any ReportedError {
            Console(quiet: false).say("error: \(error)")
            exit(withError: ExitCode.failure)
        } catch {
            exit(withError: error)
        }
    }
}

/// Errors of the library that a person can act upon: they are printed as they are and end with status 1.
protocol ReportedError: Error {}

extension FileError: ReportedError {}
extension PromptError: ReportedError {}
extension ConfigurationError: ReportedError {}
