#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file that is appended to.
///
/// Writes go straight to the system: whatever `write` has returned for survives the process being
/// killed. Not for use from several tasks at once.
package final class OutputFile {
    /// Where the file lies.
    package let path: RawPath
    private let descriptor: Int32
    /// The name that people know the file by.
    private let known: RawPath

    /// Opens `path`, emptied or, with `keeping`, cut to that many bytes and continued there.
    ///
    /// - Parameters:
    ///   - keeping: bytes that stay.
    ///   - known: the name in messages, where the file has another until it is finished.
    /// - Throws: `FileError` when the file cannot be opened or another process is writing it.
    package init(_ path: RawPath, keeping: Int = 0, known: RawPath? = nil) throws(FileError) {
        let known = known ?? path
        let descriptor = path.withCString { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
        guard descriptor >= 0 else { throw FileError(cannot: "write", known, errno: errno) }
        self.path = path
        self.known = known
        self.descriptor = descriptor
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw FileError("cannot write \(known.text): another process is writing it")
        }
        guard ftruncate(descriptor, off_t(keeping)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            // Pipes and devices have no length to set; they are simply written to.
            if keeping == 0, errno == EINVAL || errno == ESPIPE { return }
            throw FileError(cannot: "write", known, errno: errno)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Appends all bytes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try write(bytes, at: nil)
    }

    /// Appends all bytes.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        var failure: FileError?
        bytes.withUnsafeBytes { buffer in
            do throws(FileError) { try write(buffer, at: nil) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Replaces bytes from `offset` on; the place where `write` appends stays.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        var failure: FileError?
        bytes.withUnsafeBytes { buffer in
            do throws(FileError) { try write(buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Waits until everything written is on the disk.
    package func synchronise() throws(FileError) {
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS {
            throw FileError(cannot: "write", known, errno: errno)
        }
    }

    /// Gives the file its final name, replacing what had it; the bytes are on the disk before.
    package func rename(to final: RawPath) throws(FileError) {
        try synchronise()
        try path.rename(to: final)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int?) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let start = bytes.baseAddress! + done
            let count = bytes.count - done
            let wrote: Int
            if let offset {
                wrote = pwrite(descriptor, start, count, off_t(offset + done))
            } else {
                #if canImport(Glibc)
                    wrote = Glibc.write(descriptor, start, count)
                #elseif canImport(Musl)
                    wrote = Musl.write(descriptor, start, count)
                #else
                    wrote = Darwin.write(descriptor, start, count)
                #endif
            }
            if wrote < 0 {
                if errno == EINTR { continue }
                throw FileError(cannot: "write", known, errno: errno)
            }
            done += wrote
        }
    }
}
