/// Manifests among the files of a folder.
enum ManifestSearch {
    private static let endings: Set<String> = ["csv", "tsv", "jsonl", "ndjson"]
    private static let names: Set<String> = ["captions.txt", "labels.txt"]

    /// Whether a file's name is a manifest's.
    static func isManifest(_ name: [UInt8]) -> Bool {
        endings.contains(TreePath.ending(name)) || names.contains(TreePath.text(name).lowercased())
    }

    /// The manifests of a folder.
    static func manifests(_ contents: FolderContents) -> [[UInt8]] { contents.files.filter(isManifest) }

    /// The one to read, where there is one.
    /// - Throws: ``DatasetError`` that lists them, where there are several.
    static func only(
        _ contents: FolderContents, in tree: any PictureTree
    ) throws(DatasetError) -> [UInt8]? {
        let found = manifests(contents)
        guard found.count > 1 else { return found.first }
        // Hugging Face's imagefolder.
        if let metadata = found.first(where: { TreePath.text($0).hasPrefix("metadata.") }) { return metadata }
        let names = found.map { TreePath.text($0) }
        throw DatasetError(
            "\(tree.path): several manifests: \(names.joined(separator: ", ")); name the one to read, such as "
                + "\(tree.path)/\(names[0])")
    }
}
