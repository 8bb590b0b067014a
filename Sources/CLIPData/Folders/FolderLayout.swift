/// Where a tree has its class folders: at once, or below folders for training, validation and test.
struct FolderLayout {
    /// A part with its class folders.
    struct Part {
        /// Its folder's name; empty where the data are not divided.
        let name: String
        let folder: [UInt8]
        /// Names of the class folders, in the order of their bytes.
        let classFolders: [[UInt8]]
    }

    private(set) var parts: [Part] = []
    /// The folder that class folders or parts lie in, below wrappers that hold nothing else.
    private(set) var base: [UInt8] = []
    private(set) var notes: [String] = []
    /// Whether class folders lie at once in the base, or there are none.
    var isUndivided: Bool { parts.allSatisfy { $0.name.isEmpty } }
    /// What was found where nothing could be made of it.
    private(set) var contents = FolderContents()

    init(_ tree: any PictureTree) throws(DatasetError) {
        contents = try tree.contents(of: [])
        // Unpacking often leaves a folder in a folder of the same name.
        while contents.pictureCount == 0, contents.files.isEmpty, contents.folders.count == 1 {
            let inner = TreePath.join(base, contents.folders[0])
            let below = try tree.contents(of: inner)
            guard !below.folders.isEmpty, base.count < 4096 else { break }
            base = inner
            contents = below
        }
        if !base.isEmpty { notes.append("the data lie in \(TreePath.text(base))") }
        try findParts(tree)
        if parts.isEmpty, !contents.folders.isEmpty {
            parts = [Part(name: "", folder: base, classFolders: contents.folders)]
        }
        if contents.pictureCount > 0, !parts.isEmpty {
            let what = contents.pictureCount == 1 ? "1 picture lies" : "\(contents.pictureCount) pictures lie"
            notes.append("\(what) beside the class folders: passed over")
        }
    }

    /// Folders named as parts are parts where they hold folders; one that holds pictures is a class called "train".
    private mutating func findParts(_ tree: any PictureTree) throws(DatasetError) {
        var found: [(part: Part, role: SplitRole)] = []
        var others: [[UInt8]] = []
        for name in contents.folders {
            let text = TreePath.text(name)
            if let role = SplitRole(name: text), let part = try Self.part(tree, base, name) {
                found.append((part, role))
            } else {
                others.append(name)
            }
        }
        guard !found.isEmpty else { return }
        let order = SplitRole.allCases
        // Stable: parts of one role stay in the order of their names.
        parts = order.flatMap { role in found.filter { $0.role == role }.map(\.part) }
        if !others.isEmpty {
            let names = others.prefix(5).map { TreePath.text($0) }.joined(separator: ", ")
            notes.append(
                "beside \(parts.map(\.name).joined(separator: " and ")), passed over: "
                    + names + (others.count > 5 ? ", …" : ""))
        }
    }

    private static func part(
        _ tree: any PictureTree, _ base: [UInt8], _ name: [UInt8]
    ) throws(DatasetError) -> Part? {
        var folder = TreePath.join(base, name)
        var contents = try tree.contents(of: folder)
        // seg_train/seg_train/buildings
        if contents.folders == [name], contents.pictureCount == 0 {
            folder = TreePath.join(folder, name)
            contents = try tree.contents(of: folder)
        }
        guard !contents.folders.isEmpty else { return nil }
        return Part(name: TreePath.text(name), folder: folder, classFolders: contents.folders)
    }
}
