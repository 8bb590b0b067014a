import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder with one folder per label, into which pictures are copied.
struct ClassFolders {
    private let root: RawPath
    /// What the walk must not enter: copies are no new pictures.
    let identity: FileIdentity?

    /// Makes the folder if it is not there.
    /// - Throws: `CommandFailure` where nothing could be written into it.
    init(_ root: RawPath) throws(CommandFailure) {
        self.root = root
        guard Self.makeFolder(root), let identity = FileIdentity(root) else {
            throw .failed("cannot make the folder \(root.text): \(FileError.reason(errno))")
        }
        if let reason = WritableName.obstacle(inFolder: root) {
            throw .failed("--copy-to: cannot write into \(root.text): \(reason)")
        }
        self.identity = identity
    }

    private static func makeFolder(_ path: RawPath) -> Bool {
        path.withCString { mkdir($0, 0o777) } == 0 || errno == EEXIST
    }

    /// Copies the file at `path` into the label's folder, under its own name or, where another picture
    /// has that, with a number.
    ///
    /// - Returns: why it could not be copied; nil when it was.
    func copy(_ path: RawPath, to label: String) -> String? {
        guard path != .standardInput else { return "standard input has no name to copy it under" }
        let folder = root.appending(Self.folderName(label).utf8)
        guard Self.makeFolder(folder) else {
            return "cannot make the folder \(folder.text): \(FileError.reason(errno))"
        }
        do {
            let bytes = try WholeFile.read(path, kind: .regular)
            for number in 1...10_000 {
                let target = folder.appending(Self.numbered(path.lastComponent.bytes, number))
                if FileIdentity(target) == nil {
                    try ReplacedFile.write([bytes], to: target)
                    return nil
                }
                if try WholeFile.read(target, kind: .regular) == bytes { return nil }
            }
            return "too many pictures of its name in \(folder.text)"
        } catch {
            return error.message
        }
    }

    /// A label as a folder's name: no slash, no dot in front.
    static func folderName(_ label: String) -> String {
        var name = String.UnicodeScalarView()
        if label.unicodeScalars.first == "." { name.append("_") }
        for scalar in label.unicodeScalars { name.append(scalar == "/" || scalar == "\0" ? "_" : scalar) }
        return String(name)
    }

    /// Refuses labels that no folder can be named by, before any work is done.
    static func check(_ labels: [String]) throws(CommandFailure) {
        let most = 255  // bytes, on all file systems in use
        guard let label = labels.first(where: { folderName($0).utf8.count > most }) else { return }
        throw .usage(
            "--copy-to: the label \"\(DisplayText.clipped(label, to: 60))\" is too long for a folder's name "
                + "(\(most) bytes): give a shorter one")
    }

    private static func numbered(_ name: [UInt8], _ number: Int) -> [UInt8] {
        guard number > 1 else { return name }
        let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.count
        return Array(name[..<dot]) + Array("-\(number)".utf8) + Array(name[dot...])
    }
}
