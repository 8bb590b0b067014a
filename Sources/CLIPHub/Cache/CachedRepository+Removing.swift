/// What was removed from a cache, or would be.
public struct RemovedFiles: Sendable, Hashable {
    /// Commits whose folders go.
    public var revisions: [String] = []
    /// Contents that no remaining commit has.
    public var blobs = 0
    /// Left over from interrupted downloads.
    public var incomplete = 0
    /// What they take on the disk. A content that Python shares between repositories stays, and is not counted.
    public var bytes = 0
    /// Paths that could not be removed.
    public var failed: [String] = []
    /// True if another process is downloading into the repository, which is therefore left alone.
    public var isBusy = false

    /// True if there was nothing to do.
    public var isEmpty: Bool { revisions.isEmpty && blobs == 0 && incomplete == 0 && bytes == 0 }
}

extension CachedRepository {
    /// Removes everything of the repository.
    ///
    /// - Parameter isTrial: true to leave all as it is and to tell what would go.
    public func remove(isTrial: Bool = false) throws(HubError) -> RemovedFiles {
        let locks = try heldLocks()
        defer { withExtendedLifetime(locks) {} }
        guard locks.isComplete else { return RemovedFiles.busy }
        var removed = RemovedFiles()
        removed.revisions = commits
        for name in SystemFiles.allFiles(below: path) {
            let file = path + "/" + name
            removed.bytes += SystemFiles.size(file, following: false) ?? 0
            if name.hasPrefix("blobs/") {
                if name.hasSuffix(".incomplete") { removed.incomplete += 1 } else { removed.blobs += 1 }
            }
        }
        guard !isTrial else { return removed }
        if !SystemFiles.removeFolder(path) { removed.failed.append(path) }
        if !SystemFiles.removeFolder(self.locks) { removed.failed.append(self.locks) }
        return removed
    }

    /// Removes one commit, and what only it has.
    public func remove(_ commit: String, isTrial: Bool = false) throws(HubError) -> RemovedFiles {
        try remove([commit], withReferences: true, incompleteFiles: [], isTrial)
    }

    /// Removes the commits that no branch or tag means any more, contents that no commit has, and what interrupted
    /// downloads left.
    public func prune(isTrial: Bool = false) throws(HubError) -> RemovedFiles {
        let used = Set(references.map(\.commit))
        return try remove(
            commits.filter { !used.contains($0) }, withReferences: false, incompleteFiles: incompleteFiles,
            isTrial)
    }

    private func remove(
        _ gone: [String], withReferences: Bool, incompleteFiles: [String], _ isTrial: Bool
    ) throws(HubError) -> RemovedFiles {
        // Held to the end, so that no download begins meanwhile.
        let locks = try heldLocks()
        defer { withExtendedLifetime(locks) {} }
        guard locks.isComplete else { return RemovedFiles.busy }
        var removed = RemovedFiles()
        removed.revisions = gone
        let kept = Set(commits.filter { !gone.contains($0) }.flatMap(blobs(of:)))
        let dead = SystemFiles.names(blobs).filter { !$0.hasSuffix(".incomplete") && !kept.contains($0) }
        removed.blobs = dead.count
        removed.incomplete = incompleteFiles.count
        var paths = dead.map { blobs + "/" + $0 } + incompleteFiles
        // Content that lies in a snapshot itself, where the file system has no links.
        paths += gone.flatMap { commit in
            SystemFiles.allFiles(below: snapshot(commit)).map { snapshot(commit) + "/" + $0 }
        }
        removed.bytes = paths.reduce(0) { $0 + (SystemFiles.isLink($1) ? 0 : SystemFiles.size($1) ?? 0) }
        guard !isTrial else { return removed }
        if withReferences {
            for reference in references where gone.contains(reference.commit) {
                SystemFiles.remove("\(path)/refs/\(reference.name)")
            }
        }
        for path in paths where !SystemFiles.remove(path) { removed.failed.append(path) }
        for commit in gone {
            for folder in [snapshot(commit), "\(path)/.no_exist/\(commit)"]
            where !SystemFiles.removeFolder(folder) {
                removed.failed.append(folder)
            }
        }
        return removed
    }

    /// Names of the blobs that a commit's links lead to.
    private func blobs(of commit: String) -> [String] {
        SystemFiles.allFiles(below: snapshot(commit)).compactMap { file in
            SystemFiles.linkTarget("\(snapshot(commit))/\(file)")?.split(separator: "/").last.map(String.init)
        }
    }

    /// All locks of the repository, or not all: then someone is downloading.
    private func heldLocks() throws(HubError) -> HeldLocks {
        let held = HeldLocks()
        for name in SystemFiles.names(locks) where name.hasSuffix(".lock") {
            guard let lock = try FileLock.attempt(locks + "/" + name) else { return held }
            held.add(lock)
        }
        held.isComplete = true
        return held
    }
}

extension RemovedFiles {
    static var busy: RemovedFiles {
        var files = RemovedFiles()
        files.isBusy = true
        return files
    }
}

/// Locks that are held together.
private final class HeldLocks {
    private var next: Link?
    var isComplete = false

    private final class Link {
        let lock: FileLock
        let next: Link?
        init(_ lock: consuming FileLock, _ next: Link?) {
            self.lock = lock
            self.next = next
        }
    }

    func add(_ lock: consuming FileLock) { next = Link(lock, next) }
}
