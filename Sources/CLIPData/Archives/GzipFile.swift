#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files packed by gzip.
enum GzipFile {
    /// Whether some bytes begin as gzip's do.
    static func isGzip(_ head: some Collection<UInt8>) -> Bool { head.starts(with: [0x1F, 0x8B]) }

    /// Unpacks into a file without a name, which goes with its last owner: an archive is read wherever it is asked for.
    ///
    /// What unpacks to more than fifty times its size, beyond a gigabyte, is no picture data and ends with an error.
    static func unpacked(_ store: any ByteStore) throws(DatasetError) -> any ByteStore {
        let file = try TemporaryFile(for: store.name)
        let limit = max(1 << 30, 50 * store.size)
        var inflater = try Inflater(.gzip)
        var offset = 0
        var input: ArraySlice<UInt8> = []
        while true {
            if inflater.isAtEnd {
                // Another member may begin with the next piece; zeros behind the last are none.
                guard input.isEmpty, try store.read(at: offset, count: 1).contains(where: { $0 != 0 }) else {
                    break
                }
                inflater = try Inflater(.gzip)
            }
            if input.isEmpty {
                input = try store.read(at: offset, count: 1 << 18)[...]
                offset += input.count
                guard !input.isEmpty else {
                    throw DatasetError("\(store.name): the packed data are cut: fetch the file again")
                }
            }
            guard let piece = inflater.step(&input, room: 1 << 20) else {
                throw DatasetError("\(store.name): the packed data are damaged: fetch the file again")
            }
            try file.write(piece)
            guard file.size <= limit else {
                throw DatasetError(
                    "\(store.name): it unpacks to more than \(limit >> 20) MiB: refused; unpack it by hand if that is meant"
                )
            }
        }
        return try file.finished()
    }
}

/// A file of the system's temporary folder that has no name any more.
private final class TemporaryFile {
    private let name: String
    private var descriptor: Int32
    private(set) var size = 0

    init(for name: String) throws(DatasetError) {
        self.name = name
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/swift-clip-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw DatasetError(
                "\(name): cannot be unpacked: no file can be made in \(folder): \(String(cString: strerror(errno)))"
            )
        }
        unlink(template)
    }

    func write(_ bytes: [UInt8]) throws(DatasetError) {
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(size + done))
            }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else {
                throw DatasetError(
                    "\(name): cannot be unpacked into the temporary folder: \(String(cString: strerror(errno))); set "
                        + "TMPDIR to a folder with more room")
            }
            done += wrote
        }
        size += bytes.count
    }

    func finished() throws(DatasetError) -> any ByteStore {
        defer { descriptor = -1 }
        return RandomAccessFile(descriptor: descriptor, size: size, name: name)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
