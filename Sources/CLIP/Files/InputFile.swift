#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is read piece by piece.
///
/// Pipes and terminals are waited for in short steps, so that a signal ends the wait.
package final class InputFile {
    /// Which kinds of files may be opened.
    package enum Kind: Sendable {
        /// Whatever can be read; for files that the user names as lists, `<(…)` among them.
        case any
        /// Files on a disk; pipes, sockets and devices may never come to an end.
        case regular
    }

    /// The file's name, for messages.
    package let path: RawPath
    private let descriptor: Int32
    private let waits: Bool
    private let isInterrupted: @Sendable () -> Bool

    /// Opens the file at `path`; reading begins `offset` bytes in.
    ///
    /// - Parameters:
    ///   - kind: what may be opened.
    ///   - isInterrupted: asked while nothing comes; true ends the wait with an error.
    package init(
        _ path: RawPath, from offset: Int = 0, kind: Kind = .any,
        isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) throws(FileError) {
        // Opening a pipe would wait for its writer.
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            // The system's word for a socket.
            if errno == ENXIO { throw Self.notRegular(path) }
            throw FileError(cannot: "open", path, errno: errno)
        }
        let type = Self.type(of: descriptor)
        guard kind == .any || type == S_IFREG || type == S_IFDIR else {
            close(descriptor)
            throw Self.notRegular(path)
        }
        if type != S_IFREG {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        }
        self.path = path
        self.descriptor = descriptor
        waits = type != S_IFREG && type != S_IFDIR
        self.isInterrupted = isInterrupted
        if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
            throw FileError(cannot: "read", path, errno: errno)
        }
    }

    private init(descriptor: Int32, path: RawPath, isInterrupted: @escaping @Sendable () -> Bool) {
        self.path = path
        self.descriptor = descriptor
        waits = true
        self.isInterrupted = isInterrupted
    }

    /// What is piped into the process.
    package static func standardInput(
        isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) -> InputFile {
        InputFile(
            descriptor: STDIN_FILENO, path: RawPath("standard input"), isInterrupted: isInterrupted)
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    private static func type(of descriptor: Int32) -> mode_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    private static func notRegular(_ path: RawPath) -> FileError {
        FileError("cannot read \(path.text): not a regular file", reason: "not a regular file")
    }

    /// Bytes by the file system's account; 0 for pipes and devices.
    package var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The next bytes, at most `count`; nil at the end.
    package func read(atMost count: Int) throws(FileError) -> [UInt8]? {
        var got = 0
        if waits { try waitForBytes() }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            repeat {
                #if canImport(Glibc)
                    got = Glibc.read(descriptor, buffer.baseAddress, count)
                #elseif canImport(Musl)
                    got = Musl.read(descriptor, buffer.baseAddress, count)
                #else
                    got = Darwin.read(descriptor, buffer.baseAddress, count)
                #endif
            } while got < 0 && errno == EINTR && !isInterrupted()
            initialised = max(got, 0)
        }
        if got < 0 { throw FileError(cannot: "read", path, errno: errno) }
        return got == 0 ? nil : bytes
    }

    /// Returns when there is something to read, an end or an error among it.
    ///
    /// A signal is delivered to one thread only, so that a blocked `read` on another would never end.
    private func waitForBytes() throws(FileError) {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = poll(&wanted, 1, 100)
            // What cannot be waited for is read at once: its error says why.
            if ready > 0 || ready < 0 && errno != EINTR { return }
            if isInterrupted() { throw FileError(cannot: "read", path, errno: EINTR) }
        }
    }
}
