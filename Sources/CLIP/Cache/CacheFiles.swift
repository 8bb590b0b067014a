import CLIPWeights

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `read` under a name that the method below does not hide.
private func systemRead(_ descriptor: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, target, count)
}

/// The few calls to the file system that the cache needs. None of them fails loudly: a cache that cannot be
/// read or written is a cache that is empty.
enum CacheFiles {
    /// A file's or folder's name, size and time of the last use in seconds.
    struct Entry {
        let path: String
        let name: String
        let isFolder: Bool
        let size: Int
        let modified: Double
    }

    /// What a folder holds, by name; nothing if it cannot be read.
    static func list(_ folder: String) -> [Entry] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while let item = readdir(directory) {
            let name = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let path = folder + "/" + name
            var status = stat()
            // Links are not followed: the cache stays in its folder.
            guard name != ".", name != "..", lstat(path, &status) == 0 else { continue }
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            entries.append(
                Entry(
                    path: path, name: name, isFolder: status.st_mode & S_IFMT == S_IFDIR,
                    size: Int(status.st_size), modified: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9))
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// A file's bytes; nil if it is not there (any more), cannot be read or is larger than `limit`.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        // Read, not mapped: another process may shorten what is mapped, and that would be a crash.
        let size = Int(status.st_size)
        guard size <= limit else { return nil }
        guard size > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                let got = systemRead(descriptor, start + count, size - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                count += got
            }
        }
    }

    /// Makes a folder and those above it; whether it is there then.
    static func makeFolder(_ path: String) -> Bool {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            return false
        }
        return makeFolder(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
    }

    /// Puts a new file in place whole; whether that worked.
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        do throws(WeightError) {
            let file = try AsideFile(path)
            try bytes.withUnsafeBufferPointer { (buffer) throws(WeightError) in
                try file.append(UnsafeRawBufferPointer(buffer))
            }
            // Losing a cache with the power is no loss: nothing waits for the disk.
            try file.commit(durably: false)
            return true
        } catch {
            return false
        }
    }

    /// Removes a file or an empty folder; whether it is gone.
    @discardableResult
    static func remove(_ entry: Entry) -> Bool {
        (entry.isFolder ? rmdir(entry.path) : unlink(entry.path)) == 0 || errno == ENOENT
    }

    /// A file's size in bytes; nil if it is not there.
    static func size(_ path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Whether a folder is at a path, not a link to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Notes that a file was used now.
    static func touch(_ path: String) {
        utimensat(AT_FDCWD, path, nil, 0)
    }

    /// Seconds since 1970.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// An environment variable, if it is set and not empty.
    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
