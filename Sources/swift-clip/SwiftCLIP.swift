import ArgumentParser
import CLIP
import CLIPCorruptions
import CLIPData
import CLIPEvaluation
import CLIPGradients
import CLIPHub
import CLIPImages
import CLIPProbes

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
        StartingConditions.openStandardDescriptors()
        StartingConditions.checkDescriptors()
        StartingConditions.checkThreads()
        Interruption.install()
        FatalSignals.install()
        let run = Task.detached {
            await SwiftCLIP.main()
            exit(0)
        }
        while true {
            Interruption.waitForSignal()
            guard Interruption.signalNumber != nil else { continue }
            Console.leaveLine()
            run.cancel()
        }
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
            Classify.self, Similarity.self, Embed.self, Evaluate.self, DataCommand.self, PromptsCommand.self,
            ProbeCommand.self, Bench.self, Tokenize.self, Preprocess.self, Doctor.self, Models.self,
            Cache.self,
        ])

    /// Runs the command line; the only place that decides the exit status.
    static func main() async {
        do {
            let arguments = RawArguments.fromCommandLine()
            try SubcommandWord.check(arguments, of: Self.self)
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            if let message = failure.message { Console(quiet: false).say("error: \(message)") }
            exit(withError: ExitCode(failure.status))
        } catch is CancellationError {
            exit(
                withError: ExitCode(
                    CommandFailure.interrupted(by: Interruption.signalNumber ?? SIGINT).status))
        } catch let mismatch as SpaceMismatch {
            Console(quiet: false).say("error: \(mismatch.message)")
            exit(withError: ExitCode(CommandFailure.otherSpace("").status))
        } catch let error where error is any ReportedError {
            if let signal = Interruption.signalNumber { exit(withError: ExitCode(128 + signal)) }
            Console(quiet: false).say("error: \(error)")
            exit(withError: ExitCode.failure)
        } catch {
            guard exitCode(for: error) == .success else { exit(withError: error) }
            printHelp(fullMessage(for: error))
        }
    }

    /// Prints help or the version as results are printed: what cannot be written is an error.
    private static func printHelp(_ text: String) {
        let console = Console(quiet: false)
        do throws(CommandFailure) {
            try console.result(text.isEmpty ? "" : text + "\n")
            try console.flush()
        } catch {
            if let message = error.message { console.say("error: \(message)") }
            exit(withError: ExitCode(error.status))
        }
    }
}

/// Errors of the library that a person can act upon: they are printed as they are and end with status 1.
protocol ReportedError: Error {}

extension FileError: ReportedError {}
extension PromptError: ReportedError {}
extension ConfigurationError: ReportedError {}
extension ContextLearningError: ReportedError {}
extension CorruptionError: ReportedError {}
extension DatasetError: ReportedError {}
extension EvaluationError: ReportedError {}
extension HubError: ReportedError {}
extension ImageError: ReportedError {}
extension ProbeError: ReportedError {}
