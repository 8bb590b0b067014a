internal import CLIP

/// Shards that are named by a pattern, or by one of them.
enum ShardRecognition {
    /// Opens the shards of `folder/{000..012}.tar`.
    static func pattern(_ pattern: RawPath) throws(DatasetError) -> FoundDataset {
        let paths = try ShardLayout.expanded(pattern.bytes)
        let tree = DiskTree(RawPath("."))
        let missing = paths.filter { !tree.hasFile($0) }
        if let first = missing.first {
            throw DatasetError(
                "\(pattern.text): \(missing.count == 1 ? "a shard is" : "\(missing.count) of \(paths.count) shards are") "
                    + "not there: \(TreePath.text(first))")
        }
        return try open(tree, paths, name: name(pattern))
    }

    /// Opens one shard.
    static func single(_ path: RawPath, name: String) throws(DatasetError) -> FoundDataset {
        try open(DiskTree(RawPath(".")), [path.bytes], name: name)
    }

    /// Whether an archive holds samples, not folders: a picture beside what is said of it, under one name.
    static func isShard(_ tree: ArchiveTree) -> Bool {
        let beside: Set<String> = ["cls", "txt", "json", "npy"]
        return zip(tree.members, tree.members.dropFirst()).contains { left, right in
            let (first, second) = (TreePath.ending(left.path), TreePath.ending(right.path))
            guard beside.contains(first) || beside.contains(second), first != second else { return false }
            let isPicture = PictureListing.endings.contains(first) || PictureListing.endings.contains(second)
            return isPicture && left.path.dropLast(first.utf8.count) == right.path.dropLast(second.utf8.count)
        }
    }

    private static func open(
        _ tree: DiskTree, _ paths: [[UInt8]], name: String
    ) throws(DatasetError) -> FoundDataset {
        let dataset = try ShardedDataset(tree, ShardLayout(shards: paths), name: name)
        return FoundDataset(
            kind: .webDataset, dataset: dataset, notes: dataset.notes, templates: dataset.templates)
    }

    /// The folder's name, or what stands before the brace.
    private static func name(_ pattern: RawPath) -> String {
        let parts = pattern.text.split(separator: "/").map(String.init)
        let folder = parts.dropLast().last { !$0.contains("{") && $0 != "." && $0 != ".." }
        return folder ?? "shards"
    }
}
