#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that is written beside its destination and takes its place when it is whole.
///
/// If writing stops early, what was at the destination stays and the part is removed. A process that is killed
/// leaves the part, `NAME.PID-….part`, and never a half folder by the name itself; the next one that writes by this
/// name removes it (see ``Leftovers``).
struct AsideFolder: ~Copyable {
    /// Where the files go while they are written.
    let path: String
    private let destination: String
    private let replaces: Bool

    /// Makes the folder beside `destination`.
    ///
    /// - Parameter replacing: whether a model that lies at the destination may be replaced.
    init(_ destination: String, replacing: Bool) throws(ConversionError) {
        var destination = destination
        while destination.count > 1, destination.hasSuffix("/") { destination.removeLast() }
        let replaces = try Self.check(destination, replacing: replacing)
        Leftovers(of: destination).removeParts()
        let stamp = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let path = "\(destination).\(getpid())-\(stamp).part"
        guard mkdir(path, 0o777) == 0 else { throw Self.failure(destination, "be created") }
        self.path = path
        self.replaces = replaces
        self.destination = destination
    }

    /// Whether there is something to be replaced.
    private static func check(_ destination: String, replacing: Bool) throws(ConversionError) -> Bool {
        var status = stat()
        guard lstat(destination, &status) == 0 else { return false }
        guard replacing else {
            throw ConversionError(
                .exists, "\(destination) is there already; replacing it must be asked for (--overwrite)")
        }
        // Only a model and nothing else may go: a mistyped name must not cost anybody a folder.
        guard let names = FolderListing.names(destination) else {
            throw ConversionError(.exists, "\(destination) is no folder: it is not replaced")
        }
        if let other = names.first(where: { !isOfModel($0, in: destination) }) {
            throw ConversionError(
                .exists,
                "\(destination) holds '\(other)', which is no file of a model: it is not replaced; give another name"
            )
        }
        return true
    }

    /// Whether a name is a plain file that a model's folder has, and not a link, as the hub's cache has them.
    private static func isOfModel(_ name: String, in folder: String) -> Bool {
        let known = [
            "open_clip_config.json", "open_clip_model.safetensors", "config.json", "preprocessor_config.json",
            "processor_config.json", "model.safetensors", "model.safetensors.index.json", "vocab.json",
            "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "README.md",
        ]
        let isPart = name.hasPrefix("model-") && name.hasSuffix(".safetensors")
        var status = stat()
        return (known.contains(name) || isPart) && lstat("\(folder)/\(name)", &status) == 0
            && status.st_mode & S_IFMT == S_IFREG
    }

    /// Writes one file, and waits until the disk has it.
    func add(_ name: String, _ bytes: [UInt8]) throws(ConversionError) {
        do {
            try ReplacedFile.write([bytes], to: RawPath("\(path)/\(name)"))
        } catch {
            throw ConversionError(.unwritable, "\(destination)/\(name): \(error.reason)")
        }
    }

    /// A message about a file in here, with the name that people know.
    func known(_ message: String) -> String {
        message.hasPrefix(path) ? destination + message.dropFirst(path.count) : "\(destination): \(message)"
    }

    /// Puts the folder in its place.
    consuming func commit() throws(ConversionError) {
        Self.synchronise(path)
        let old = "\(path).old"
        if replaces, rename(destination, old) != 0 { throw Self.failure(destination, "be moved aside") }
        guard rename(path, destination) == 0 else {
            let error = Self.failure(destination, "be put in place")
            if replaces { _ = rename(old, destination) }
            throw error
        }
        let slash = destination.lastIndex(of: "/")
        Self.synchronise(slash.map { $0 == destination.startIndex ? "/" : String(destination[..<$0]) } ?? ".")
        if replaces { FolderListing.remove(old) }
        Leftovers(of: destination).removeReplaced()
    }

    deinit {
        // After a commit there is nothing by this name.
        FolderListing.remove(path)
    }

    private static func failure(_ destination: String, _ what: String) -> ConversionError {
        ConversionError(.unwritable, "\(destination) cannot \(what): \(FileError.reason(errno))")
    }

    /// Makes the names in a folder durable. Some file systems cannot; the content is safe all the same.
    private static func synchronise(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
