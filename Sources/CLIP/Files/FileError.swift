#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What kept a file from being read or written.
public struct FileError: Error, Sendable, CustomStringConvertible {
    /// What was tried, on which file, and why it failed.
    public let message: String

    /// The same without the file's name, for a line that names it already.
    package let reason: String

    /// The message itself.
    public var description: String { message }

    package init(_ message: String, reason: String? = nil) {
        self.message = message
        self.reason = reason ?? message
    }

    /// "cannot *verb* *path*: *the system's reason*".
    package init(cannot verb: String, _ path: RawPath, errno code: Int32) {
        let reason = Self.reason(code)
        self.init("cannot \(verb) \(path.text): \(reason)", reason: "cannot \(verb) it: \(reason)")
    }

    /// The system's words for an error number.
    package static func reason(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
