import CLIPWeights

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files of a model's source by name, whether they lie in a folder or in memory.
struct SourceFiles: Sendable {
    /// The folder's path, or the name that was given to memory.
    let name: String
    /// The one file that was given, of the folder that it is in.
    let file: String?
    /// All names, sorted.
    let names: [String]
    private let source: ModelSource

    init(_ source: ModelSource) throws(ConfigurationError) {
        self.source = source
        switch source {
        case .memory(let name, let files):
            self.name = name
            file = nil
            names = files.keys.sorted()
        case .folder(let path):
            name = path
            file = nil
            names = try Self.list(path)
        case .file(let path):
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let last = parts.last.map(String.init) ?? path
            file = last
            name =
                parts.count < 2
                ? "." : parts.count == 2 && parts[0].isEmpty ? "/" : String(path.dropLast(last.count + 1))
            // What lies beside it helps; a folder that does not show its names is no reason to refuse the file.
            names = (try? Self.list(name)) ?? [last]
        }
    }

    private static func list(_ path: String) throws(ConfigurationError) -> [String] {
        guard let names = FolderListing.names(path) else {
            let reason = systemMessage()
            guard errno == ENOTDIR else {
                throw ConfigurationError(
                    .missing, "\(path): the model's folder cannot be opened: \(reason)")
            }
            var status = stat()
            let isFile = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
            throw ConfigurationError(
                .malformed,
                isFile
                    ? "\(path): not a folder; give the folder that holds the model's configuration and weights"
                    : "\(path): no regular file and no folder, but a device, a pipe or a socket; give a model's folder, "
                        + "or a file of weights on a disk")
        }
        return names
    }

    func has(_ file: String) -> Bool { names.contains(file) }

    /// Where a file is, for messages.
    func path(_ file: String) -> String {
        name.hasSuffix("/") ? name + file : name + "/" + file
    }

    /// A file's bytes, read or, of a large file, mapped.
    func open(_ file: String) throws(ConfigurationError) -> FileBytes {
        switch source {
        case .memory(_, let files):
            guard let bytes = files[file] else {
                throw ConfigurationError(.missing, "\(path(file)): not there")
            }
            return FileBytes(permanent: bytes, name: path(file))
        case .folder, .file:
            do {
                return try FileBytes(path: path(file))
            } catch {
                throw ConfigurationError(error)
            }
        }
    }

    /// The bytes of the one file that was given, under the path that was given for it.
    func openSingle() throws(WeightError) -> FileBytes? {
        guard case .file(let path) = source else { return nil }
        return try FileBytes(path: path)
    }

    /// What is in the folder, for a message about what is not.
    var listing: String {
        let shown = names.prefix(20).joined(separator: ", ")
        if names.isEmpty { return "the folder is empty" }
        return "the folder has \(shown)" + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
