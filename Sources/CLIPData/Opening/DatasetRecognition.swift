internal import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tells by a path what lies there, and opens it.
enum DatasetRecognition {
    static func open(_ path: RawPath, _ options: DatasetReadingOptions) throws(DatasetError) -> FoundDataset {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0 else {
            if errno == ENOENT, path.bytes.contains(UInt8(ascii: "{")) {
                return try ShardRecognition.pattern(path)
            }
            throw DatasetError(FileError(cannot: "open", path, errno: errno).message)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            return try FolderRecognition(tree: DiskTree(path), name: name(of: path), options: options).open()
        }
        return try file(path, options)
    }

    /// What a file is by its ending, and by its first bytes where that says nothing.
    private static func file(
        _ path: RawPath, _ options: DatasetReadingOptions
    ) throws(DatasetError) -> FoundDataset {
        let name = stem(name(of: path))
        switch path.lowercasedExtension {
        case "csv", "tsv", "txt", "jsonl", "ndjson", "json":
            let (folder, file) = parent(of: path)
            let dataset = try ManifestDataset(
                RandomAccessFile(path), name: stem(file.text), in: DiskTree(folder), folder: [],
                columns: options.columns)
            return FoundDataset(kind: .manifest, dataset: dataset, notes: dataset.notes)
        case "zip", "tar", "gz", "tgz":
            return try archive(path, options)
        default:
            throw DatasetError(
                "\(path.text): \(name) is no form of data that is known: give a folder, a manifest (.csv, .tsv, .jsonl) "
                    + "or an archive (.zip, .tar)")
        }
    }

    /// What an archive holds, as if it were unpacked.
    private static func archive(
        _ path: RawPath, _ options: DatasetReadingOptions
    ) throws(DatasetError) -> FoundDataset {
        var store: any ByteStore = try RandomAccessFile(path)
        if GzipFile.isGzip(try store.read(at: 0, count: 2)) { store = try GzipFile.unpacked(store) }
        let isZip = try store.read(at: 0, count: 2).elementsEqual("PK".utf8)
        guard isZip || path.lowercasedExtension != "zip" else {
            throw DatasetError("\(path.text): not a zip archive, whatever its name says: fetch it again")
        }
        let listing = try isZip ? ZipListing(store).listing() : TarScanner.listing(store)
        var name = stem(name(of: path))
        if name.hasSuffix(".tar") { name = stem(name) }
        let tree = ArchiveTree(store, listing)
        if !isZip, ShardRecognition.isShard(tree) { return try ShardRecognition.single(path, name: name) }
        let found = try FolderRecognition(tree: tree, name: name, options: options).open()
        guard !listing.faults.isEmpty else { return found }
        return FoundDataset(
            kind: found.kind, dataset: ArchivedDataset(found.dataset, faults: listing.faults),
            notes: found.notes,
            templates: found.templates)
    }

    /// The folder that a file lies in, and the file's name.
    private static func parent(of path: RawPath) -> (folder: RawPath, file: RawPath) {
        let name = path.lastComponent
        let folder = path.bytes.dropLast(name.bytes.count)
        return (folder.isEmpty ? RawPath(".") : RawPath(bytes: Array(folder)), name)
    }

    /// The last name of a path.
    private static func name(of path: RawPath) -> String {
        var bytes = path.bytes
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return RawPath(bytes: bytes).lastComponent.text
    }

    /// A file's name without its ending.
    private static func stem(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }
}
