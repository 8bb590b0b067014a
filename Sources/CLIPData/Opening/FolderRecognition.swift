/// What a folder, on a disk or in an archive, is by what lies in it.
struct FolderRecognition {
    let tree: any PictureTree
    let name: String
    let options: DatasetReadingOptions

    func open() throws(DatasetError) -> FoundDataset {
        let layout = try FolderLayout(tree)
        if let published = try published(layout) { return published }
        let manifests = ManifestSearch.manifests(layout.contents)
        // One folder beside a manifest holds the pictures that it names.
        let classFolders = Set(layout.parts.flatMap(\.classFolders))
        if !manifests.isEmpty, layout.isUndivided, classFolders.count < 2,
            let manifest = try ManifestSearch.only(layout.contents, in: tree)
        {
            return try self.manifest(manifest, layout)
        }
        guard !layout.parts.isEmpty else { throw nothing(layout.contents) }
        let dataset = try ClassFolderDataset(tree, layout, name: name)
        var notes = dataset.notes
        if !manifests.isEmpty {
            let names = manifests.map { TreePath.text($0) }.joined(separator: ", ")
            notes.append("read by its class folders; beside them \(names): name a file to read it instead")
        }
        return FoundDataset(kind: .classFolders, dataset: dataset, notes: notes)
    }

    /// Forms that are known by their files' names.
    private func published(_ layout: FolderLayout) throws(DatasetError) -> FoundDataset? {
        let (base, contents) = (layout.base, layout.contents)
        if let files = CarsFiles(tree, base: base) {
            let dataset = try CarsDataset(tree, files, name: name)
            return FoundDataset(kind: .stanfordCars, dataset: dataset, notes: dataset.notes)
        }
        if let files = CifarFiles(tree, folder: base, contents: contents) {
            let dataset = try CifarDataset(files.taking(options.columns.label), name: name)
            return FoundDataset(kind: .cifar, dataset: dataset, notes: dataset.notes)
        }
        if IdxDataset.isPresent(contents) {
            let dataset = try IdxDataset(tree, folder: base, contents: contents, name: name)
            return FoundDataset(kind: .idx, dataset: dataset, notes: dataset.notes)
        }
        if let shards = try ShardLayout(tree, base: base, contents: contents) {
            let dataset = try ShardedDataset(tree, shards, name: name)
            return FoundDataset(
                kind: .webDataset, dataset: dataset, notes: dataset.notes, templates: dataset.templates)
        }
        return nil
    }

    private func manifest(_ file: [UInt8], _ layout: FolderLayout) throws(DatasetError) -> FoundDataset {
        let path = TreePath.join(layout.base, file)
        let dataset = try ManifestDataset(
            tree.open(path), name: name, in: tree, folder: layout.base, columns: options.columns)
        let notes = ["read by its manifest \(TreePath.text(path))"] + dataset.notes
        return FoundDataset(kind: .manifest, dataset: dataset, notes: notes)
    }

    private func nothing(_ contents: FolderContents) -> DatasetError {
        let pictures = contents.pictureCount
        let files = contents.files.prefix(5).map { TreePath.text($0) }.joined(separator: ", ")
        let found = [
            pictures == 0 ? nil : pictures == 1 ? "1 picture" : "\(pictures) pictures",
            contents.files.isEmpty ? nil : files + (contents.files.count > 5 ? ", …" : ""),
        ].compactMap(\.self)
        return DatasetError(
            "\(tree.path): no dataset: it has no folders for classes, "
                + (found.isEmpty ? "and nothing else" : "only \(found.joined(separator: " and "))")
                + "; give a folder with a folder of pictures for each class, or a manifest (.csv, .tsv, .jsonl)"
        )
    }
}
