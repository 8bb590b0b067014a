#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `write` under a name that the method below does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// A file that is written beside its destination and takes its place when it is whole.
///
/// Readers of the destination see the old file or the new one, never a part. If writing stops early, the
/// old one stays and the part is removed.
package struct AsideFile: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32

    /// Opens a new file beside `path`.
    package init(_ path: String) throws(WeightError) {
        self.path = path
        let stamp = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        temporary = "\(path).\(getpid())-\(stamp).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            let reason = systemMessage()
            throw WeightError(.unwritable, "\(path): cannot be created: \(reason)")
        }
    }

    /// Appends bytes.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(WeightError) {
        try Self.write(bytes, to: descriptor, of: path)
    }

    /// Writes all bytes to an open file; `path` is what messages call it.
    static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, of path: String
    ) throws(WeightError) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            // Some systems write at most 2 GB at once.
            let written = systemWrite(descriptor, start, min(rest.count, 1 << 30))
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw WeightError(.unwritable, "\(path): cannot be written: \(systemMessage())")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Puts the file in its place.
    ///
    /// - Parameter durably: whether to wait until the disk has it, so that it survives a loss of power.
    package consuming func commit(durably: Bool = true) throws(WeightError) {
        guard !durably || fsync(descriptor) == 0 else {
            throw WeightError(.unwritable, "\(path): cannot be stored: \(systemMessage())")
        }
        guard rename(temporary, path) == 0 else {
            throw WeightError(.unwritable, "\(path): cannot be put in place: \(systemMessage())")
        }
        if durably { Self.synchroniseFolder(of: path) }
    }

    deinit {
        close(descriptor)
        // After a commit there is nothing by this name.
        unlink(temporary)
    }

    /// Makes the new name itself durable. Some file systems cannot; the content is safe all the same.
    private static func synchroniseFolder(of path: String) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
