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
        if let reason = obstacle(inFolder: folder) {
            throw .failed("cannot write \(path.text): \(reason)")
        }
    }

    /// Why no file can be made in a folder; nil where nothing speaks against it.
    static func obstacle(inFolder folder: RawPath) -> String? {
        var status = stat()
        guard folder.withCString({ stat($0, &status) }) == 0 else { return FileError.reason(errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return FileError.reason(ENOTDIR) }
        guard folder.withCString({ access($0, W_OK | X_OK) }) == 0 else { return FileError.reason(errno) }
        return nil
    }
}
