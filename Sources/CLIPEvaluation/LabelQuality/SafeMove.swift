package import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file goes to another folder, and never over another file.
package enum SafeMove {
    /// Moves a file; the folders on the way are made.
    ///
    /// - Returns: why it was not moved; nil when it was.
    package static func move(_ from: RawPath, to target: RawPath) -> String? {
        guard FileIdentity(from) != nil else { return FileError.reason(errno) }
        if let slash = target.bytes.lastIndex(of: UInt8(ascii: "/")),
            let reason = makeFolder(RawPath(bytes: Array(target.bytes[..<slash])))
        {
            return reason
        }
        // A second name, then the first one goes: `link` refuses a name that is taken, as `rename` does not.
        let linked = from.withCString { from in target.withCString { to in link(from, to) } }
        if linked == 0 {
            guard from.withCString({ unlink($0) }) == 0 else {
                let reason = FileError.reason(errno)
                _ = target.withCString { unlink($0) }
                return reason
            }
            return nil
        }
        if errno == EEXIST { return "there is a file \(target.text) already" }
        guard errno == EPERM || errno == ENOTSUP || errno == EMLINK else { return FileError.reason(errno) }
        // File systems without links.
        if FileIdentity(target) != nil { return "there is a file \(target.text) already" }
        do throws(FileError) { try from.rename(to: target) } catch { return error.reason }
        return nil
    }

    private static func makeFolder(_ path: RawPath) -> String? {
        if path.withCString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST { return nil }
        guard errno == ENOENT, let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")), slash > 0 else {
            return FileError.reason(errno)
        }
        if let reason = makeFolder(RawPath(bytes: Array(path.bytes[..<slash]))) { return reason }
        return path.withCString { mkdir($0, 0o777) } == 0 || errno == EEXIST ? nil : FileError.reason(errno)
    }
}
