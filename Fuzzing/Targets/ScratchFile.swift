#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file for a reader of paths, in memory where the system has a folder for that; gone with its owner.
final class ScratchFile {
    let path: String

    init() {
        let common = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : common
        // Tests run at once in one process.
        path = "\(folder)/swift-clip-fuzz-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    deinit { unlink(path) }
}
