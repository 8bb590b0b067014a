/// Folders with pictures in them, on a disk or inside an archive.
///
/// Paths are bytes relative to the tree's root, with "/" between names; the root itself is empty.
protocol PictureTree: Sendable {
    /// What messages call it.
    var path: String { get }

    /// What lies directly in a folder.
    func contents(of folder: [UInt8]) throws(DatasetError) -> FolderContents

    /// The pictures of a folder and of all folders below it, in the order of their paths' bytes.
    func pictures(below folder: [UInt8]) throws(DatasetError) -> any PictureCursor

    /// Whether there is a file.
    func hasFile(_ file: [UInt8]) -> Bool

    /// The pixels' place of a file, which is read here where it lies in an archive.
    /// - Throws: where it is not there, or cannot be read.
    func picture(_ file: [UInt8]) throws(DatasetError) -> SamplePicture

    /// A file that is no picture: a manifest, a list of names, a matrix.
    func open(_ file: [UInt8]) throws(DatasetError) -> any ByteStore
}

/// What lies directly in a folder; hidden names and what storage boxes and archivers add are left out.
struct FolderContents {
    /// Names of folders, in the order of their bytes.
    var folders: [[UInt8]] = []
    /// Names of files that are no pictures by their ending, in the order of their bytes.
    var files: [[UInt8]] = []
    /// How many files are pictures by their ending.
    var pictureCount = 0
}

/// Goes through the pictures of a folder.
protocol PictureCursor {
    /// The next one; nil at the end.
    mutating func next() throws(DatasetError) -> TreeEntry?
}

/// One step through the pictures of a folder.
enum TreeEntry {
    /// A picture, by its path from the tree's root.
    case picture(path: [UInt8], SamplePicture)
    /// Something that cannot be read, and why.
    case unreadable(path: [UInt8], reason: String)
}

/// Paths inside a tree.
enum TreePath {
    private static let slash = UInt8(ascii: "/")

    /// The entry `name` of a folder.
    static func join(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
        folder.isEmpty ? name : folder + [slash] + name
    }

    /// A path as text; bytes that are not UTF-8 become U+FFFD.
    static func text(_ path: some Collection<UInt8>) -> String { String(decoding: path, as: UTF8.self) }

    /// Names that are never part of the data: hidden ones, and what a storage box or macOS adds.
    static func isIgnored(_ name: some Collection<UInt8>) -> Bool {
        name.first == UInt8(ascii: ".") || ignored.contains { $0.elementsEqual(name) }
    }

    private static let ignored = ["@eaDir", "__MACOSX", "Thumbs.db", "desktop.ini"].map { Array($0.utf8) }

    /// What follows the last dot, in lower case; empty where there is none.
    static func ending(_ name: [UInt8]) -> String {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return "" }
        return text(name[(dot + 1)...]).lowercased()
    }
}
