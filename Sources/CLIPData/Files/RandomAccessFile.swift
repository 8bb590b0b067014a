internal import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A regular file that stays open and is read wherever it is asked for, by any number of threads.
final class RandomAccessFile: ByteStore {
    let name: String
    let size: Int
    private let descriptor: Int32

    init(_ path: RawPath) throws(DatasetError) {
        // Opening a pipe would wait for its writer.
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            throw DatasetError(FileError(cannot: "open", path, errno: errno).message)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw DatasetError("cannot read \(path.text): not a regular file")
        }
        name = path.text
        size = Int(status.st_size)
        self.descriptor = descriptor
    }

    /// Takes an open file over; it is closed with this.
    init(descriptor: Int32, size: Int, name: String) {
        self.descriptor = descriptor
        self.size = size
        self.name = name
    }

    deinit { close(descriptor) }

    func read(at offset: Int, count: Int) throws(DatasetError) -> [UInt8] {
        let count = max(0, min(count, size - offset))
        // Also because an array without room is the one that all threads share, and filling it would write its count.
        guard count > 0 else { return [] }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let got = pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset + done))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { break }
                done += got
            }
        }
        guard failure == 0 else {
            throw DatasetError("cannot read \(name): \(FileError.reason(failure))")
        }
        guard bytes.count == count else {
            throw DatasetError("cannot read \(name): it became shorter while it was read")
        }
        return bytes
    }
}
