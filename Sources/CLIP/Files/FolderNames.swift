#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a file is, apart from its name: two names of one folder agree here.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// The identity of what `path` leads to; nil when there is nothing.
    package init?(_ path: RawPath) {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
        self.init(status)
    }
}

/// The pictures and folders inside one folder, in listing order.
///
/// Order is that of the names' bytes, where a folder counts as its name with "/" behind: the order in
/// which sorting all full paths would put the files. Names lie one after the other in one buffer,
/// about twelve bytes more than each name.
struct FolderNames {
    private var letters: [UInt8] = []
    private var starts: [UInt32] = []
    private var next = 0

    /// Reads the names; hidden ones and those without a picture's ending are left out.
    ///
    /// - Parameter keeps: tells from a file's name whether it belongs into the listing.
    init(_ folder: RawPath, keeps: (RawPath) -> Bool) throws(FileError) {
        guard let handle = folder.withCString({ opendir($0) }) else {
            throw FileError(cannot: "open", folder, errno: errno)
        }
        defer { closedir(handle) }
        while true {
            errno = 0  // the end of a folder and an error are told apart by it alone
            guard let entry = readdir(handle) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: UInt8.self, capacity: 1) { start in
                    Array(UnsafeBufferPointer(start: start, count: strlen(start)))
                }
            }
            guard name.first != UInt8(ascii: "."), !Self.ignored.contains(name) else { continue }
            // Pipes, sockets and devices are no pictures, and opening a pipe waits for a writer.
            guard !Self.special.contains(Int(entry.pointee.d_type)) else { continue }
            let isFolder = Self.isFolder(folder.appending(name), kind: Int(entry.pointee.d_type))
            guard isFolder || keeps(RawPath(bytes: name)) else { continue }
            starts.append(UInt32(letters.count))
            letters += isFolder ? name + [UInt8(ascii: "/")] : name
        }
        guard errno == 0 else { throw FileError(cannot: "read", folder, errno: errno) }
        sort()
    }

    /// Thumbnail folders that storage boxes put beside the pictures.
    private static let ignored: Set<[UInt8]> = [Array("@eaDir".utf8)]

    private static let special: Set<Int> = [Int(DT_FIFO), Int(DT_SOCK), Int(DT_CHR), Int(DT_BLK)]

    private static func isFolder(_ path: RawPath, kind: Int) -> Bool {
        if kind == Int(DT_DIR) { return true }
        if kind == Int(DT_REG) { return false }
        // A symbolic link, or a file system that does not tell.
        var status = stat()
        return path.withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private mutating func sort() {
        let ends = starts.dropFirst() + [UInt32(letters.count)]
        var ranges = zip(starts, ends).map { (start: $0, end: $1) }
        letters.withUnsafeBytes { bytes in
            ranges.sort { left, right in
                let common = min(left.end - left.start, right.end - right.start)
                let base = bytes.baseAddress!
                let order = memcmp(base + Int(left.start), base + Int(right.start), Int(common))
                return order == 0 ? left.end - left.start < right.end - right.start : order < 0
            }
        }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(letters.count)
        for (index, range) in ranges.enumerated() {
            starts[index] = UInt32(sorted.count)
            sorted += letters[Int(range.start)..<Int(range.end)]
        }
        letters = sorted
    }

    /// The next name, without the slash, and whether it is a folder's.
    mutating func popFirst() -> (name: ArraySlice<UInt8>, isFolder: Bool)? {
        guard next < starts.count else { return nil }
        let end = next + 1 < starts.count ? Int(starts[next + 1]) : letters.count
        let name = letters[Int(starts[next])..<end]
        next += 1
        return name.last == UInt8(ascii: "/") ? (name.dropLast(), true) : (name, false)
    }
}
