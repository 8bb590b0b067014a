internal import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder of the file system.
struct DiskTree: PictureTree {
    private let root: RawPath

    init(_ root: RawPath) {
        self.root = root
    }

    var path: String { root.text }

    /// An absolute path, which a manifest may hold, is one here, too.
    private func place(_ path: [UInt8]) -> RawPath {
        path.isEmpty ? root : path.first == UInt8(ascii: "/") ? RawPath(bytes: path) : root.appending(path)
    }

    /// Opens a file to be read in pieces.
    func open(_ file: [UInt8]) throws(DatasetError) -> any ByteStore {
        try RandomAccessFile(place(file))
    }

    func contents(of folder: [UInt8]) throws(DatasetError) -> FolderContents {
        let place = place(folder)
        guard let handle = place.withCString({ opendir($0) }) else {
            // Without a class all numbers would be others: it is not passed over as a picture is.
            let reason = errno
            throw DatasetError(
                FileError(cannot: "open", place, errno: reason).message
                    + (reason == EACCES ? "; let it be read, or move it out of the dataset" : ""))
        }
        defer { closedir(handle) }
        var contents = FolderContents()
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard !TreePath.isIgnored(name) else { continue }
            let child = RawPath(bytes: name)
            switch Self.kind(of: place.appending(name), Int(entry.pointee.d_type)) {
            case S_IFDIR: contents.folders.append(name)
            case S_IFREG:
                if PictureListing.endings.contains(child.lowercasedExtension) {
                    contents.pictureCount += 1
                } else {
                    contents.files.append(name)
                }
            // Pipes, sockets, devices, and links that lead nowhere.
            default: break
            }
        }
        contents.folders.sort { $0.lexicographicallyPrecedes($1) }
        contents.files.sort { $0.lexicographicallyPrecedes($1) }
        return contents
    }

    private static func kind(of path: RawPath, _ listed: Int) -> mode_t {
        if listed == Int(DT_DIR) { return S_IFDIR }
        if listed == Int(DT_REG) { return S_IFREG }
        var status = stat()
        return path.withCString { stat($0, &status) } == 0 ? status.st_mode & S_IFMT : 0
    }

    func pictures(below folder: [UInt8]) -> any PictureCursor {
        let prefix = root.appending([]).bytes.count
        return DiskCursor(listing: PictureListing([place(folder)]), prefix: prefix)
    }

    func hasFile(_ file: [UInt8]) -> Bool {
        Self.kind(of: place(file), 0) == S_IFREG
    }

    func picture(_ file: [UInt8]) throws(DatasetError) -> SamplePicture { .file(path: place(file).bytes) }
}

/// A walk through a folder of the file system.
private struct DiskCursor: PictureCursor {
    var listing: PictureListing
    /// Bytes of each path that belong to the root.
    let prefix: Int

    mutating func next() -> TreeEntry? {
        switch listing.next() {
        case .picture(let path): .picture(path: Array(path.bytes[prefix...]), .file(path: path.bytes))
        case .unreadable(let path, let reason):
            .unreadable(path: Array(path.bytes.dropFirst(prefix)), reason: reason)
        case nil: nil
        }
    }
}
