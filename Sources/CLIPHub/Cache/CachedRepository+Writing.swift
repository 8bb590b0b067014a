#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension CachedRepository {
    /// Makes the folders that a download needs.
    func prepare(_ commit: String) throws(HubError) {
        for folder in [blobs, snapshot(commit), locks] { try SystemFiles.makeFolder(folder) }
        let tag = cache.folder + "/CACHEDIR.TAG"
        // Backups leave such a folder out. Not worth failing for.
        guard !SystemFiles.hasName(tag) else { return }
        try? SystemFiles.write(
            "Signature: 8a477f597d28d172789f06886806bc55\n# Downloaded files that can be had again.\n",
            to: tag)
    }

    /// Puts a blob into a snapshot under its name there.
    func link(_ blob: String, as file: String, in commit: String, avoidingLinks: Bool) throws(HubError) {
        let pointer = snapshot(commit) + "/" + file
        if SystemFiles.kind(pointer) == .file { return }
        try SystemFiles.makeFolder(SystemFiles.folder(of: pointer))
        SystemFiles.remove(pointer)
        let depth = file.split(separator: "/").count + 1
        let target = String(repeating: "../", count: depth) + "blobs/" + blob
        if !avoidingLinks {
            if symlink(target, pointer) == 0 { return }
            // Another process was quicker.
            if errno == EEXIST, SystemFiles.kind(pointer) == .file { return }
        }
        // As Python does where the file system has no links: the content itself lies in the snapshot.
        try SystemFiles.move(blobs + "/" + blob, to: pointer)
    }

    /// Notes which commit a branch or tag has; nothing for a commit.
    func note(_ revision: String, is commit: String) throws(HubError) {
        guard revision != commit, self.commit(of: revision) != commit else { return }
        let reference = path + "/refs/" + revision
        try SystemFiles.makeFolder(SystemFiles.folder(of: reference))
        try SystemFiles.write(commit, to: reference)
    }

    /// Notes which files a commit does not have. Only a help to others: what fails here is passed over.
    func noteAbsent(_ files: [String], of commit: String) {
        for file in files where !isKnownAbsent(file, commit) {
            let marker = "\(path)/.no_exist/\(commit)/\(file)"
            guard (try? SystemFiles.makeFolder(SystemFiles.folder(of: marker))) != nil else { return }
            try? SystemFiles.write("", to: marker)
        }
    }
}
