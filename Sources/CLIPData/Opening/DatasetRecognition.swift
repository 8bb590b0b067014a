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
            throw DatasetError(FileError(cannot: "open", path, errno: errno).message)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            return try folder(DiskTree(path), name: name(of: path), options)
        }
        throw DatasetError("\(path.text): a dataset is a folder with a folder of pictures for each class")
    }

    /// What a folder is by what lies in it.
    private static func folder(
        _ tree: any PictureTree, name: String, _ options: DatasetReadingOptions
    ) throws(DatasetError) -> FoundDataset {
        let layout = try FolderLayout(tree)
        guard !layout.parts.isEmpty else { throw nothing(in: tree, layout.contents) }
        let dataset = try ClassFolderDataset(tree, layout, name: name)
        return FoundDataset(kind: .classFolders, dataset: dataset, notes: dataset.notes)
    }

    private static func nothing(in tree: any PictureTree, _ contents: FolderContents) -> DatasetError {
        let pictures = contents.pictureCount
        let files = contents.files.prefix(5).map { TreePath.text($0) }.joined(separator: ", ")
        let found = [
            pictures == 0 ? nil : pictures == 1 ? "1 picture" : "\(pictures) pictures",
            contents.files.isEmpty ? nil : files + (contents.files.count > 5 ? ", …" : ""),
        ].compactMap(\.self)
        return DatasetError(
            "\(tree.path): no dataset: it has no folders for classes, "
                + (found.isEmpty ? "and nothing else" : "only \(found.joined(separator: " and "))")
                + "; give a folder with a folder of pictures for each class")
    }

    /// The last name of a path, without an ending.
    private static func name(of path: RawPath) -> String {
        var bytes = path.bytes
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return RawPath(bytes: bytes).lastComponent.text
    }
}
