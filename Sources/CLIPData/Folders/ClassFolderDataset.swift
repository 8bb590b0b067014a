/// Pictures in folders named by their class, `class/picture.jpg`, with or without folders for training and test above.
///
/// Classes are in the order of their folders' bytes, as torchvision's `ImageFolder` and Python's `sorted` have them;
/// a class's pictures may lie in deeper folders.
struct ClassFolderDataset: Dataset {
    let name: String
    let classes: [DatasetClass]
    let splits: [String]
    let isMultiLabel = false
    /// What a user should know about what was found.
    let notes: [String]

    private let tree: any PictureTree
    private let parts: [FolderLayout.Part]
    /// A class's number by its folder's name.
    private let numbers: [[UInt8]: Int]

    init(_ tree: any PictureTree, _ layout: FolderLayout, name: String) throws(DatasetError) {
        self.name = name
        self.tree = tree
        parts = layout.parts
        splits = parts.map(\.name).filter { !$0.isEmpty }
        let folders = Set(parts.flatMap(\.classFolders)).sorted { $0.lexicographicallyPrecedes($1) }
        var numbers: [[UInt8]: Int] = [:]
        // Names that Unicode holds equal (é in one scalar or in two) are one class in two parts.
        var byName: [String: (number: Int, folder: [UInt8])] = [:]
        var classes: [DatasetClass] = []
        for folder in folders {
            let name = TreePath.text(folder)
            if let known = byName[name] {
                let together = parts.first {
                    $0.classFolders.contains(folder) && $0.classFolders.contains(known.folder)
                }
                guard together == nil else {
                    throw DatasetError(
                        "\(tree.path): two class folders are called \"\(name)\", in other bytes: rename one")
                }
                numbers[folder] = known.number
            } else {
                byName[name] = (classes.count, folder)
                numbers[folder] = classes.count
                classes.append(DatasetClass(name))
            }
        }
        self.numbers = numbers
        self.classes = classes
        notes = layout.notes + Self.lonely(parts, classes, numbers)
    }

    /// Says which classes are missing from a part.
    private static func lonely(
        _ parts: [FolderLayout.Part], _ classes: [DatasetClass], _ numbers: [[UInt8]: Int]
    ) -> [String] {
        parts.compactMap { part in
            let present = Set(part.classFolders.compactMap { numbers[$0] })
            let missing = classes.indices.filter { !present.contains($0) }.map { classes[$0].name }
            guard !missing.isEmpty else { return nil }
            let names = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
            let count = missing.count == 1 ? "1 class" : "\(missing.count) classes"
            return "\(count) of \(classes.count) not in \(part.name): \(names)"
        }
    }

    /// Paths of the class folders of all parts, below the root.
    var classFolders: [String] {
        parts.flatMap { part in part.classFolders.map { TreePath.text(TreePath.join(part.folder, $0)) } }
    }

    func samples(of split: String?) throws(DatasetError) -> any SampleReader {
        let wanted = try split.map { name throws(DatasetError) in try self.split(named: name) }
        let folders = parts.filter { wanted == nil || $0.name == wanted }.flatMap { part in
            part.classFolders.map { (path: TreePath.join(part.folder, $0), number: numbers[$0] ?? 0) }
        }
        return ClassFolderReader(tree: tree, folders: folders)
    }
}

/// Goes through class folders, one after the other.
private struct ClassFolderReader: SampleReader {
    let tree: any PictureTree
    var folders: [(path: [UInt8], number: Int)]
    private var position = 0
    private var cursor: (any PictureCursor)?

    init(tree: any PictureTree, folders: [(path: [UInt8], number: Int)]) {
        self.tree = tree
        self.folders = folders
    }

    mutating func next() throws(DatasetError) -> SampleEntry? {
        while position < folders.count {
            if cursor == nil { cursor = try tree.pictures(below: folders[position].path) }
            switch try cursor?.next() {
            case .picture(let path, let picture):
                return .sample(
                    Sample(id: TreePath.text(path), picture: picture, labels: [folders[position].number]))
            case .unreadable(let path, let reason):
                return .unreadable(id: TreePath.text(path), reason: reason)
            case nil:
                cursor = nil
                position += 1
            }
        }
        return nil
    }
}
