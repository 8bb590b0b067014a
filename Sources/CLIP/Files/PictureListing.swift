#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The pictures under files and folders, one after the other.
///
/// Folders are walked to their bottom in byte-wise order (a folder compares as its name with "/"), so
/// the listing of a folder is the same on every machine. Hidden names and `@eaDir` are passed over;
/// a link that leads back to a folder being walked is passed over too. A file that is named itself
/// is always listed, whatever its ending, and so is standard input, "-". At any time only the names of the folders on the way down
/// are held.
package struct PictureListing: Sequence, IteratorProtocol {
    /// One step of the listing.
    package enum Entry: Sendable, Equatable {
        /// A file to try.
        case picture(RawPath)
        /// Something that was asked for and cannot be listed, and why.
        case unreadable(RawPath, reason: String)
    }

    /// Endings that make a file in a folder a picture; what a file really holds is seen when it is decoded.
    package static let endings: Set<String> = [
        "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "bmp", "dib", "tif", "tiff", "pnm", "ppm",
        "pgm", "pbm", "pfm", "ico", "cur", "tga", "heic", "heif", "hif", "avif",
    ]

    private struct Level {
        let path: RawPath
        let identity: FileIdentity?
        var names: FolderNames
    }

    private var roots: any IteratorProtocol<RawPath>
    private var levels: [Level] = []
    private let excluded: FileIdentity?
    private var list: PathList?

    /// Lists `roots` in the order given.
    ///
    /// - Parameters:
    ///   - excluded: a folder that is not entered: the one that results are copied into.
    ///   - list: the list that the last of `roots` come from; if it cannot be read to its end, that is the last
    ///     entry.
    package init(
        _ roots: some Sequence<RawPath>, excluding excluded: FileIdentity? = nil,
        endingWith list: PathList? = nil
    ) {
        self.roots = roots.makeIterator()
        self.excluded = excluded
        self.list = list
    }

    package mutating func next() -> Entry? {
        while true {
            if levels.isEmpty {
                guard let root = roots.next() else { return failureOfList() }
                if let entry = begin(root) { return entry }
                continue
            }
            let depth = levels.count - 1
            guard let (name, isFolder) = levels[depth].names.popFirst() else {
                levels.removeLast()
                continue
            }
            let path = levels[depth].path.appending(name)
            guard isFolder else { return .picture(path) }
            if let failure = enter(path) { return failure }
        }
    }

    /// Why the list ended early, said once.
    private mutating func failureOfList() -> Entry? {
        defer { list = nil }
        return list.flatMap { list in
            list.failure.map { .unreadable(list.path, reason: $0.reason) }
        }
    }

    /// What a path that was asked for is; nil for a folder, which is entered.
    private mutating func begin(_ root: RawPath) -> Entry? {
        if root == .standardInput { return .picture(root) }
        // The system would take the name to end there.
        if let zero = root.bytes.firstIndex(of: 0) {
            return .unreadable(
                RawPath(bytes: Array(root.bytes[..<zero])),
                reason: "its line contains a zero byte: add -0 if names in the list end with one")
        }
        var status = stat()
        guard root.withCString({ stat($0, &status) }) == 0 else {
            return .unreadable(root, reason: FileError.reason(errno))
        }
        return status.st_mode & S_IFMT == S_IFDIR ? enter(root) : .picture(root)
    }

    private mutating func enter(_ folder: RawPath) -> Entry? {
        let identity = FileIdentity(folder)
        if let identity, identity == excluded || levels.contains(where: { $0.identity == identity }) {
            return nil
        }
        do {
            let names = try FolderNames(folder) { Self.endings.contains($0.lowercasedExtension) }
            levels.append(Level(path: folder, identity: identity, names: names))
            return nil
        } catch {
            return .unreadable(folder, reason: error.reason)
        }
    }
}

extension PictureListing {
    /// The endings as a person reads them.
    package static var endingsInWords: String { endings.sorted().joined(separator: ", ") }
}
