#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A blob that grows in its incomplete file: what came is on the disk at once, so that a run that is killed goes on
/// where it was.
final class BlobSink: HubSink {
    private let path: String
    private let name: String
    private let file: RepositoryListing.File
    private let descriptor: Int32
    private let onProgress: (Int) -> Void
    private var digest: BlobDigest
    /// What each server calls the bytes that are here, where it says so.
    private var validators: [WebAddress.Origin: String]

    private(set) var count = 0
    private(set) var failure: HubError?

    /// Opens the file, keeping what it holds.
    ///
    /// - Parameters:
    ///   - path: the incomplete file.
    ///   - name: the blob's name.
    ///   - endpoint: the hub's own address, which calls the content by the blob's name.
    ///   - onProgress: told how many bytes are there, counted from the content's beginning.
    init(
        _ path: String, name: String, of file: RepositoryListing.File, endpoint: WebAddress.Origin,
        onProgress: @escaping (Int) -> Void
    ) throws(HubError) {
        self.path = path
        self.name = name
        self.file = file
        self.onProgress = onProgress
        validators = [endpoint: "\"\(name)\""]
        digest = BlobDigest(name: name, size: file.size)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw SystemFiles.failure("\(path) cannot be written") }
        try readBeginning()
    }

    deinit { close(descriptor) }

    /// A hundredth of the file, at most 8 MiB.
    var stride: Int { min(max((file.size ?? .max) / 100, 1), 8 << 20) }
    /// Whether all bytes are there, by their number.
    var isWhole: Bool { file.size == count }
    /// Whether the bytes are what the name promises.
    var isRight: Bool { digest.isRight && (file.size ?? count) == count }

    private func readBeginning() throws(HubError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(count))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw SystemFiles.failure("\(path) cannot be read") }
            if got == 0 { break }
            digest.append(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            count += got
        }
        // More than the whole: what is here is something else.
        if let size = file.size, count > size, !restart() { throw failure ?? HubFailure.cancelled }
        onProgress(count)
    }

    /// Throws away what is there; false if the file system refuses.
    @discardableResult
    func restart() -> Bool {
        guard ftruncate(descriptor, 0) == 0 else {
            failure = SystemFiles.failure("\(path) cannot be written")
            return false
        }
        count = 0
        digest = BlobDigest(name: name, size: file.size)
        onProgress(0)
        return true
    }

    func forget() { restart() }

    func headers(for origin: WebAddress.Origin) -> [String] {
        guard count > 0 else { return [] }
        // Another server calls the content by another name: only what it said itself may be held against it. The
        // digest decides in the end.
        return ["Range: bytes=\(count)-"] + (validators[origin].map { ["If-Range: \($0)"] } ?? [])
    }

    func begin(_ answer: TransferAnswer, from origin: WebAddress.Origin) -> Bool {
        if let etag = answer["etag"], etag.hasPrefix("\"") { validators[origin] = etag }
        guard answer.status == 206 else { return count == 0 || restart() }
        let range = answer["content-range"].flatMap { text in
            text.lowercased().hasPrefix("bytes ") ? text.dropFirst(6) : nil
        }
        guard let start = range.flatMap({ Int($0.prefix { $0.isNumber }) }), start == count else {
            failure = HubError(
                .malformed,
                "\(file.name): \(origin) sent another part of the file than was asked for; try again")
            restart()
            return false
        }
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let size = file.size, count + bytes.count > size {
            failure = HubError(
                .damaged, "\(file.name): more bytes came than the \(size) that the hub says it has")
            return false
        }
        var done = 0
        while done < bytes.count {
            let wrote = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(count + done))
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else {
                failure = SystemFiles.failure("\(path) cannot be written")
                return false
            }
            done += wrote
        }
        digest.append(bytes)
        count += bytes.count
        onProgress(count)
        return true
    }

    /// Waits until the disk has the bytes, so that a blob is whole after a loss of power.
    func synchronise() throws(HubError) {
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw SystemFiles.failure("\(path) cannot be stored")
        }
    }
}
