#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Has the system fetch files from the disk that will be read soon, while the processor works on others.
package enum ReadAhead {
    /// No more of a file than this; a system takes some hundred KB of it at a time.
    private static let most = 16 << 20
    private static let step = 512 << 10

    /// Begins to fetch the file at `path`. Where that cannot be done, nothing is lost.
    package static func begin(_ path: RawPath) {
        path.withCString { begin(opened: open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) }
    }

    /// Begins to fetch the file at `path`. Where that cannot be done, nothing is lost.
    static func begin(_ path: String) { begin(opened: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) }

    private static func begin(opened descriptor: Int32) {
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        for start in stride(from: 0, to: min(Int(status.st_size), most), by: step) {
            #if canImport(Darwin)
                var advice = radvisory(ra_offset: off_t(start), ra_count: Int32(step))
                _ = fcntl(descriptor, F_RDADVISE, &advice)
            #else
                _ = posix_fadvise(descriptor, off_t(start), off_t(step), POSIX_FADV_WILLNEED)
            #endif
        }
    }
}
