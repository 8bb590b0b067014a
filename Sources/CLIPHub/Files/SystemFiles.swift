internal import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The calls to the file system that the cache is made of. Reading ones answer nil or nothing where there is nothing.
enum SystemFiles {
    /// What a path is, its links followed.
    enum Kind { case file, folder, other }

    static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// A file's bytes on the disk; nil if there is no such file. Its own where it is a link, unless `following`.
    static func size(_ path: String, following: Bool = true) -> Int? {
        var status = stat()
        guard (following ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        return Int(status.st_size)
    }

    /// Whether the name is there, though it may be a link that leads nowhere.
    static func hasName(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Where a link leads, as it was written.
    static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            readlink(path, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard count > 0, count < buffer.count else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// The names in a folder, sorted; none if it cannot be read.
    static func names(_ folder: String) -> [String] {
        FolderListing.names(folder) ?? []
    }

    /// The paths of all files and links below a folder, relative to it, sorted; links are not followed.
    static func allFiles(below folder: String) -> [String] {
        names(folder).flatMap { name in
            let path = folder + "/" + name
            guard !isLink(path), kind(path) == .folder else { return [name] }
            return allFiles(below: path).map { name + "/" + $0 }
        }
    }

    /// A file's bytes; nil if it is not there or larger.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        // Non-blocking, because opening a pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            Int(status.st_size) <= limit
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + done, $0.count - done, off_t(done))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws(HubError) {
        if kind(path) == .folder { return }
        let parent = folder(of: path)
        if parent != path, kind(parent) != .folder { try makeFolder(parent) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw failure("the folder \(path) cannot be made")
        }
    }

    /// The path without its last part.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether a file is there and as long as it should be.
    /// - Parameter size: in bytes; nil where that is not known.
    static func isWhole(_ path: String, size: Int?) -> Bool {
        kind(path) == .file && (size == nil || self.size(path) == size)
    }

    /// Removes a file or a link; whether it is gone.
    @discardableResult
    static func remove(_ path: String) -> Bool {
        unlink(path) == 0 || errno == ENOENT
    }

    /// Removes a folder with everything in it; links are removed, not followed. Whether it is gone.
    @discardableResult
    static func removeFolder(_ path: String) -> Bool {
        guard !isLink(path), kind(path) == .folder else { return remove(path) }
        for name in names(path) { removeFolder(path + "/" + name) }
        return rmdir(path) == 0 || errno == ENOENT
    }

    /// Removes a folder if nothing is in it.
    static func removeEmptyFolder(_ path: String) { rmdir(path) }

    /// Gives a file its final name, replacing what had it.
    static func move(_ path: String, to target: String) throws(HubError) {
        guard rename(path, target) == 0 else { throw failure("\(target) cannot be put in place") }
    }

    /// Writes a small file whole or not at all.
    static func write(_ text: String, to path: String) throws(HubError) {
        let aside = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 16)).tmp"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure("\(path) cannot be written") }
        var text = text
        let wrote =
            text.isEmpty || text.withUTF8 { systemWrite(descriptor, $0.baseAddress!, $0.count) == $0.count }
        let reason = errno
        close(descriptor)
        guard wrote else {
            remove(aside)
            throw failure("\(path) cannot be written", reason)
        }
        try move(aside, to: path)
    }

    /// Bytes that may still be written where `folder` is; nil if the system does not say.
    static func freeBytes(_ folder: String) -> Int? {
        var status = statvfs()
        // Systems of no disk have no blocks at all.
        guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
        let (bytes, overflow) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: status.f_frsize))
        return overflow ? Int.max : bytes
    }

    /// An environment variable.
    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// An error of the file system, with its reason.
    static func failure(_ what: String, _ code: Int32 = errno) -> HubError {
        HubError(
            code == ENOSPC || code == EDQUOT ? .noSpace : .file, "\(what): \(String(cString: strerror(code)))"
        )
    }
}

/// `write` under a name that the method above does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
