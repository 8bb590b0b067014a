#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Size and time of last change: as long as both stay, a file is taken to be the same.
package struct FileVersion: Hashable, Sendable {
    /// Bytes.
    package let size: Int
    /// Nanoseconds since 1970; wraps for years beyond 2262, which some files claim.
    package let modified: Int

    package init(size: Int, modified: Int) {
        self.size = size
        self.modified = modified
    }

    /// The version of the file at `path`; nil when there is none.
    package init?(_ path: RawPath) {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        self.init(size: Int(status.st_size), modified: Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec))
    }
}
