#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is read piece by piece.
package final class InputFile {
    /// The file's name, for messages.
    package let path: RawPath
    private let descriptor: Int32

    /// Opens the file at `path`; reading begins `offset` bytes in.
    package init(_ path: RawPath, from offset: Int = 0) throws(FileError) {
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw FileError(cannot: "open", path, errno: errno) }
        self.path = path
        self.descriptor = descriptor
        if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
            throw FileError(cannot: "read", path, errno: errno)
        }
    }

    private init(descriptor: Int32, path: RawPath) {
        self.path = path
        self.descriptor = descriptor
    }

    /// What is piped into the process.
    package static func standardInput() -> InputFile {
        InputFile(descriptor: STDIN_FILENO, path: RawPath("standard input"))
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// Bytes by the file system's account; 0 for pipes and devices.
    package var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The next bytes, at most `count`; nil at the end.
    package func read(atMost count: Int) throws(FileError) -> [UInt8]? {
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            repeat {
                #if canImport(Glibc)
                    got = Glibc.read(descriptor, buffer.baseAddress, count)
                #elseif canImport(Musl)
                    got = Musl.read(descriptor, buffer.baseAddress, count)
                #else
                    got = Darwin.read(descriptor, buffer.baseAddress, count)
                #endif
            } while got < 0 && errno == EINTR
            initialised = max(got, 0)
        }
        if got < 0 { throw FileError(cannot: "read", path, errno: errno) }
        return got == 0 ? nil : bytes
    }
}
