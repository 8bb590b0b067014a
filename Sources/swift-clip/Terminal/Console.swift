import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Results on standard output, talk on standard error, and the two not in each other's way.
final class Console {
    private let quiet: Bool
    private var pending: [UInt8] = []
    private var barIsShown = false
    /// True when standard output is a terminal that may be styled.
    let stylesResults: Bool
    /// True when a progress bar can be drawn.
    let showsProgress: Bool

    /// - Parameter quiet: no notes and no progress; errors and failed inputs are still named.
    init(quiet: Bool) {
        self.quiet = quiet
        let plain = Self.isSet("NO_COLOR") || getenv("TERM").map { strcmp($0, "dumb") == 0 } ?? true
        stylesResults = isatty(STDOUT_FILENO) == 1 && !plain
        let dumb = getenv("TERM").map { strcmp($0, "dumb") == 0 } ?? true
        // What a pager or filter behind a pipe prints would run into the bar.
        showsProgress = !quiet && isatty(STDERR_FILENO) == 1 && !dumb && !Self.resultsArePiped
    }

    private static var resultsArePiped: Bool {
        var status = stat()
        return fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    private static func isSet(_ name: String) -> Bool {
        getenv(name).map { $0.pointee != 0 } ?? false
    }

    /// The terminal's width in columns, when it is known.
    var columns: Int? {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The columns that results may take; nil where nothing limits them, as in a pipe.
    var resultColumns: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil }
    }

    // MARK: Results

    /// Adds to the results; they are written at `flush` or when enough has come together.
    func result(_ text: String) throws(CommandFailure) {
        try result(bytes: Array(text.utf8))
    }

    /// Adds bytes, for names that are not text.
    func result(bytes: [UInt8]) throws(CommandFailure) {
        pending += bytes
        if pending.count >= 1 << 16 { try flush() }
    }

    /// Writes what was added so far.
    func flush() throws(CommandFailure) {
        guard !pending.isEmpty else { return }
        hideBar()
        defer { pending.removeAll(keepingCapacity: true) }
        guard Self.write(pending, to: STDOUT_FILENO) else {
            if errno == EPIPE { throw .closedPipe }
            throw .failed("cannot write the results: \(String(cString: strerror(errno)))")
        }
    }

    /// Tells whoever reads the results that there are no more; all must have been flushed.
    func closeResults() {
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard nowhere >= 0 else { return }
        // Not just closed: the next file that is opened would take its place.
        dup2(nowhere, STDOUT_FILENO)
        close(nowhere)
    }

    // MARK: Talk

    /// Something good to know; not with `--quiet`.
    func note(_ text: String) {
        if !quiet { say(text) }
    }

    /// Something that the user must see.
    func say(_ text: String) {
        hideBar()
        _ = Self.write(Array("swift-clip: \(DisplayText.safe(text))\n".utf8), to: STDERR_FILENO)
    }

    /// A picture's name as talk has it, cut at its front where it would fill the screen: members of archives may be called
    /// by a million letters. Where nobody reads along, every name that a system has stays whole.
    func name(_ path: RawPath) -> String {
        DisplayText.clippedFront(path.text, to: isatty(STDERR_FILENO) == 1 ? 160 : 4096)
    }

    /// Draws the progress line over the last one.
    func showBar(_ line: String) {
        barIsShown = true
        _ = Self.write(Array("\r\(line)\u{1B}[K".utf8), to: STDERR_FILENO)
    }

    /// Takes the progress line away.
    func hideBar() {
        guard barIsShown else { return }
        barIsShown = false
        _ = Self.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
    }

    /// Leaves the line that a terminal has put ^C into, which a progress line or an empty one may be.
    static func leaveLine() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        _ = write([UInt8(ascii: "\n")], to: STDERR_FILENO)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                #elseif canImport(Musl)
                    Musl.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                #else
                    Darwin.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                #endif
            }
            if wrote < 0, errno != EINTR { return false }
            done += max(wrote, 0)
        }
        return true
    }
}
