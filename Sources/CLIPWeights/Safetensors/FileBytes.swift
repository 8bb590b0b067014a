#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file's bytes in memory that does not move: mapped from disk and unmapped with the last owner, or
/// memory that lives as long as the program.
///
/// Nothing is read before it is touched. A file must not be shortened while it is in use.
package final class FileBytes: Sendable {
    /// What the bytes are called in messages: a path, or a name.
    package let name: String
    /// Device, inode, size and time of change; nil for memory.
    package let stamp: FileStamp?
    // Immutable after init, and the memory is never written: safe to share.
    nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// Maps the file at `path` read-only.
    package init(path: String) throws(WeightError) {
        // Non-blocking, because opening a pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw WeightError(.unreadable, "\(path): cannot be opened: \(systemMessage())")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw WeightError(.unreadable, "\(path): cannot be examined: \(systemMessage())")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw WeightError(.unreadable, "\(path): not a regular file")
        }
        name = path
        stamp = FileStamp(status)
        guard status.st_size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            isMapped = false
            return
        }
        let count = Int(status.st_size)
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw WeightError(.unreadable, "\(path): cannot be mapped: \(systemMessage())")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
        isMapped = true
    }

    /// Wraps memory that is never freed or written.
    package init(permanent bytes: UnsafeRawBufferPointer, name: String) {
        self.bytes = bytes
        self.name = name
        stamp = nil
        isMapped = false
    }

    /// How many bytes there are.
    package var count: Int { bytes.count }

    /// Lends the bytes, which stay mapped meanwhile.
    package func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A pointer alone does not keep its owner alive.
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// A copy of the bytes.
    package func copy() -> [UInt8] { withBytes { Array($0) } }

    deinit {
        if isMapped, let start = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
        }
    }
}

/// What tells one state of a file from another without reading it.
package struct FileStamp: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let size: Int64
    /// Time of the last change of the content, in nanoseconds.
    package let modified: Int64

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        modified = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// The system's words for the last failed call.
package func systemMessage() -> String {
    String(cString: strerror(errno))
}
