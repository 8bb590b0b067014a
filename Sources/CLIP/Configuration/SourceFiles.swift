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
    /// All names, sorted.
    let names: [String]
    private let source: ModelSource

    init(_ source: ModelSource) throws(ConfigurationError) {
        self.source = source
        switch source {
        case .memory(let name, let files):
            self.name = name
            names = files.keys.sorted()
        case .folder(let path):
            name = path
            names = try Self.list(path)
        }
    }

    private static func list(_ path: String) throws(ConfigurationError) -> [String] {
        guard let directory = opendir(path) else {
            let isFile = errno == ENOTDIR
            throw ConfigurationError(
                isFile ? .malformed : .missing,
                isFile
                    ? "\(path): not a folder; give the folder that holds the model's configuration and weights"
                    : "\(path): the model's folder cannot be opened: \(systemMessage())")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
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
        case .folder:
            do {
                return try FileBytes(path: path(file))
            } catch {
                throw ConfigurationError(error)
            }
        }
    }

    /// What is in the folder, for a message about what is not.
    var listing: String {
        let shown = names.prefix(20).joined(separator: ", ")
        if names.isEmpty { return "the folder is empty" }
        return "the folder has \(shown)" + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
