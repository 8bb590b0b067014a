import CLIP

/// Counts what worked and what did not, and names each failure as it happens.
final class FailureLog {
    private let console: Console
    private let file: OutputFile?
    private let stopsAtFirst: Bool
    /// Inputs that were done.
    private(set) var succeeded = 0
    /// Inputs that failed.
    private(set) var failed = 0

    /// - Throws: `CommandFailure` when the file for failures cannot be written.
    init(_ console: Console, _ options: FailureOptions) throws(CommandFailure) {
        self.console = console
        stopsAtFirst = options.failFast
        do {
            file = try options.failed.map { name throws(FileError) in
                try OutputFile(RawPath(argument: name))
            }
        } catch {
            throw .failed(error.message)
        }
    }

    /// Counts inputs that were done.
    func succeed(_ count: Int) {
        succeeded += count
    }

    /// Names an input that failed.
    ///
    /// - Throws: `CommandFailure` under `--fail-fast`, and when the file cannot be written.
    func fail(_ path: RawPath, reason: String) throws(CommandFailure) {
        failed += 1
        console.say("skipped \(console.name(path)): \(reason)")
        if let file {
            do {
                try file.write(Array((JSONText.failure(path, reason: reason).text + "\n").utf8))
            } catch {
                throw .failed(error.message)
            }
        }
        if stopsAtFirst { throw .failed("stopped at the first failure (--fail-fast)") }
    }

    /// The end of a run: silence when all went well.
    ///
    /// - Throws: exit status 3 when some inputs failed, 1 when all did or there were none.
    func finish(nothing: String) throws(CommandFailure) {
        if failed == 0 {
            if succeeded == 0 { throw .failed(nothing) }
            return
        }
        console.say(
            "\(DisplayNumber.count(failed, "input")) of \(DisplayNumber.grouped(failed + succeeded)) failed")
        throw succeeded == 0 ? .allFailed : .someFailed
    }
}
