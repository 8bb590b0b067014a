#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The one file that readers of paths are given, in memory where the system has a folder for that.
enum ScratchFile {
    static let path: String = {
        let common = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : common
        return "\(folder)/swift-clip-fuzz-\(getpid())"
    }()
}
