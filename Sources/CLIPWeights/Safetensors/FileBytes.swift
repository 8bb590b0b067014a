#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `read` under a name that nothing here hides.
private func systemRead(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, target, count)
}

/// A file's bytes in memory that does not move, freed with the last owner, or memory that lives as long as
/// the program.
///
/// Configurations, vocabularies and classifiers are read at once, so nothing that happens to the file later
/// matters. Only a file above ``largestRead``, a model's weights, is mapped: nothing of it is read before it is
/// touched, and processes share it. Whoever replaces such a file must do so by renaming; one that is shortened
/// in place takes the mapped bytes away, and touching them then is a SIGBUS. A library cannot catch that
/// without a handler for the whole process, which is not its to install; the command has one.
package final class FileBytes: Sendable {
    /// What the bytes are called in messages: a path, or a name.
    package let name: String
    /// Device, inode, size and time of change; nil for memory.
    package let stamp: FileStamp?
    // Immutable after init, and the memory is never written: safe to share.
    nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer
    private let owned: Owned

    /// What has to be given back at the end.
    private enum Owned { case nothing, memory, mapping }

    /// The most bytes of a file that is read instead of mapped: 16 MiB, some milliseconds.
    package static let largestRead = 16 << 20

    /// Reads or maps the file at `path`.
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
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            owned = .nothing
            return
        }
        if count <= Self.largestRead {
            bytes = try Self.read(count, from: descriptor, path)
            owned = .memory
            return
        }
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw WeightError(.unreadable, "\(path): cannot be mapped: \(systemMessage())")
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
        owned = .mapping
    }

    /// Wraps memory that is never freed or written.
    package init(permanent bytes: UnsafeRawBufferPointer, name: String) {
        self.bytes = bytes
        self.name = name
        stamp = nil
        owned = .nothing
    }

    private static func read(
        _ count: Int, from descriptor: Int32, _ path: String
    ) throws(WeightError) -> UnsafeRawBufferPointer {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        var done = 0
        while done < count, let start = buffer.baseAddress {
            let got = systemRead(descriptor, start + done, count - done)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else {
                let reason = got < 0 ? systemMessage() : "it became shorter meanwhile"
                buffer.deallocate()
                throw WeightError(.unreadable, "\(path): cannot be read: \(reason)")
            }
            done += got
        }
        return UnsafeRawBufferPointer(buffer)
    }

    /// How many bytes there are.
    package var count: Int { bytes.count }

    /// Lends the bytes, which stay where they are meanwhile.
    package func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A pointer alone does not keep its owner alive.
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// A copy of the bytes.
    package func copy() -> [UInt8] { withBytes { Array($0) } }

    /// Gives the memory behind some bytes of a mapping back to the system, by whole pages; whoever asks for them again
    /// has them from the system's own copy.
    package func release(_ range: Range<Int>) {
        guard owned == .mapping, let start = bytes.baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        // A page that a neighbour begins or ends on goes with either.
        let first = range.lowerBound / page * page
        let end = min((range.upperBound + page - 1) / page * page, bytes.count)
        guard first < end else { return }
        madvise(UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
    }

    deinit {
        switch owned {
        case .nothing: break
        case .memory: bytes.deallocate()
        case .mapping: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
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

    /// The state of the file at a path, without its final zero; nil when there is none.
    package init?(path: [UInt8]) {
        var status = stat()
        let found = (path + [0]).withUnsafeBytes {
            stat($0.bindMemory(to: CChar.self).baseAddress!, &status) == 0
        }
        guard found else { return nil }
        self.init(status)
    }

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
