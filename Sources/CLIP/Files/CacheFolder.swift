#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder of things that can be computed again: `$XDG_CACHE_HOME/swift-clip`.
///
/// Nothing here may be needed: a home that cannot be written, or a file that vanishes, only costs time.
package struct CacheFolder: Sendable {
    /// Where the folder lies; it need not exist.
    package let root: RawPath
    /// The most bytes that are kept; the files used longest ago go first.
    package let capacity: Int

    /// A cache at a given place.
    package init(root: RawPath, capacity: Int = 256 << 20) {
        self.root = root
        self.capacity = capacity
    }

    /// The user's cache; nil when neither `XDG_CACHE_HOME` nor `HOME` says where it is.
    package static func standard() -> CacheFolder? {
        // The XDG rules ignore a relative path.
        if let base = variable("XDG_CACHE_HOME"), base.bytes.first == UInt8(ascii: "/") {
            return CacheFolder(root: base.appending("swift-clip".utf8))
        }
        return variable("HOME").map { CacheFolder(root: $0.appending(".cache/swift-clip".utf8)) }
    }

    private static func variable(_ name: String) -> RawPath? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        let count = strlen(value)
        return value.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            RawPath(bytes: Array(UnsafeBufferPointer(start: start, count: count)))
        }
    }

    /// One file of the cache.
    package struct Item: Sendable {
        package let path: RawPath
        package let bytes: Int
        package let lastUse: Int
    }

    /// All files, in no order.
    package func items() -> [Item] {
        var items: [Item] = []
        var folders = [root]
        while let folder = folders.popLast() {
            guard let handle = folder.withCString({ opendir($0) }) else { continue }
            defer { closedir(handle) }
            while let entry = readdir(handle) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                if name == [0x2E] || name == [0x2E, 0x2E] { continue }
                let path = folder.appending(name)
                var status = stat()
                guard path.withCString({ lstat($0, &status) }) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    folders.append(path)
                } else {
                    #if canImport(Darwin)
                        let used = status.st_mtimespec.tv_sec
                    #else
                        let used = status.st_mtim.tv_sec
                    #endif
                    items.append(Item(path: path, bytes: Int(status.st_size), lastUse: Int(used)))
                }
            }
        }
        return items
    }

    /// Removes every file. Returns how many and how many bytes they held.
    package func clear() -> (files: Int, bytes: Int) {
        remove(items())
    }

    /// Removes the files used longest ago until the rest fits.
    package func trim() {
        var items = items()
        var total = items.reduce(0) { $0 + $1.bytes }
        guard total > capacity else { return }
        items.sort { $0.lastUse < $1.lastUse }
        let gone = items.prefix { item in
            defer { total -= item.bytes }
            return total > capacity
        }
        _ = remove(Array(gone))
    }

    private func remove(_ items: [Item]) -> (files: Int, bytes: Int) {
        var removed = (files: 0, bytes: 0)
        for item in items where item.path.withCString({ unlink($0) }) == 0 {
            removed.files += 1
            removed.bytes += item.bytes
        }
        return removed
    }

    /// The bytes of a file and a note that it was used; nil when there is none.
    func read(_ name: String) -> [UInt8]? {
        let path = root.appending(name.utf8)
        guard let bytes = try? WholeFile.read(path) else { return nil }
        // The time of last use is the modification time: many systems do not keep access times.
        _ = path.withCString { utimes($0, nil) }
        return bytes
    }

    /// Keeps bytes under a name such as `text/ab/cdef`; silently not, where nothing can be written.
    func write(_ bytes: [UInt8], as name: String) {
        let path = root.appending(name.utf8)
        var folder = RawPath(bytes: [])
        for part in path.bytes.split(separator: UInt8(ascii: "/")).dropLast() {
            folder = RawPath(bytes: folder.bytes + [UInt8(ascii: "/")] + part)
            _ = folder.withCString { mkdir($0, 0o755) }
        }
        try? ReplacedFile.write([bytes], to: path)
    }
}
