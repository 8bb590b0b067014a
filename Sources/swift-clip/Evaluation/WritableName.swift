import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether a file can be written, asked before the work that fills it.
enum WritableName {
    /// - Throws: `CommandFailure` with the system's reason.
    static func check(_ path: RawPath) throws(CommandFailure) {
        var status = stat()
        if path.withCString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw .failed("cannot write \(path.text): it is a folder")
        }
        var folder = path
        if let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) {
            folder = RawPath(bytes: slash == 0 ? [UInt8(ascii: "/")] : Array(path.bytes[..<slash]))
        } else {
            folder = RawPath(".")
        }
        guard folder.withCString({ access($0, W_OK | X_OK) }) == 0 else {
            throw .failed("cannot write \(path.text): \(FileError.reason(errno))")
        }
    }
}
