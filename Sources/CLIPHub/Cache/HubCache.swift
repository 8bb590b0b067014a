/// The folder in which Python's `huggingface_hub` keeps what it downloads, and this library as well.
///
/// ```
/// models--ORG--NAME/blobs/ETAG                  a file's content, by its digest
/// models--ORG--NAME/snapshots/COMMIT/FILE       a link to it
/// models--ORG--NAME/refs/main                   the commit that a branch or tag had when it was asked for
/// models--ORG--NAME/.no_exist/COMMIT/FILE       a file that the repository does not have
/// .locks/models--ORG--NAME/ETAG.lock            who downloads the content
/// ```
public struct HubCache: Sendable {
    /// The cache's folder.
    public let folder: String

    /// A cache in a folder, which need not exist.
    public init(folder: String) {
        self.folder = folder.count > 1 ? folder.trimming("/") : folder
    }

    /// What the cache has of a repository.
    public func repository(_ id: HubID) -> CachedRepository {
        CachedRepository(id: id, cache: self)
    }

    /// All repositories of models, by name.
    public var repositories: [CachedRepository] {
        SystemFiles.names(folder).compactMap { HubID(folderName: $0) }.map(repository)
            .filter { SystemFiles.kind($0.path) == .folder }
    }
}

/// A repository's part of the cache.
public struct CachedRepository: Sendable {
    /// The repository's name.
    public let id: HubID
    let cache: HubCache

    /// The folder that everything of it is in.
    public var path: String { cache.folder + "/" + id.folderName }
    /// Whether the cache has anything of it.
    public var isThere: Bool { SystemFiles.kind(path) == .folder }
    var locks: String { cache.folder + "/.locks/" + id.folderName }
    var blobs: String { path + "/blobs" }

    func snapshot(_ commit: String) -> String { path + "/snapshots/" + commit }
    func lock(of blob: String) -> String { locks + "/" + blob + ".lock" }

    /// The commit that a branch, tag or commit means here; nil if it was never asked for.
    public func commit(of revision: String) -> String? {
        if HubModel.isCommit(revision) { return revision }
        guard let bytes = SystemFiles.read(path + "/refs/" + revision, atMost: 4096) else { return nil }
        let text = String(String(decoding: bytes, as: UTF8.self).prefix { !$0.isWhitespace })
        return HubModel.isCommit(text) ? text : nil
    }

    /// Branches and tags that were asked for, with their commits, by name.
    public var references: [(name: String, commit: String)] {
        SystemFiles.allFiles(below: path + "/refs").compactMap { name in
            commit(of: name).map { (name, $0) }
        }
    }

    /// Commits of which files are here.
    public var commits: [String] { SystemFiles.names(path + "/snapshots").filter(HubModel.isCommit) }

    /// Names of a commit's files that are here with their content.
    func files(of commit: String) -> [String] {
        let folder = snapshot(commit)
        return SystemFiles.names(folder).filter { SystemFiles.kind(folder + "/" + $0) == .file }
    }

    /// Whether all that a model needs is here.
    public func isComplete(_ commit: String) -> Bool {
        let there = files(of: commit)
        guard let needed = ModelFiles(among: there) else { return false }
        guard needed.isIndexed else { return true }
        let index = SystemFiles.read(snapshot(commit) + "/" + needed.weights, atMost: 64 << 20)
        return index.flatMap(ModelFiles.parts)?.allSatisfy(there.contains) ?? false
    }

    /// Whether the hub said that a commit has no such file.
    func isKnownAbsent(_ file: String, _ commit: String) -> Bool {
        SystemFiles.hasName("\(path)/.no_exist/\(commit)/\(file)")
    }
}
