/// A hub of models and the cache on this machine: names become folders.
///
/// The cache is asked first. Where it has all that a model needs for the revision, no socket is opened, also if the
/// branch has moved on at the hub meanwhile; ``pull(_:report:)`` asks the hub and takes what is new. Offline
/// (``HubSettings/isOffline``) no socket is opened at all.
public struct ModelHub: Sendable {
    /// Addresses, folders and limits.
    public let settings: HubSettings

    /// A hub by the settings of the process's environment, or by others.
    public init(_ settings: HubSettings = .standard) {
        self.settings = settings
    }

    /// The cache; an error where no folder for it is known.
    public var cache: HubCache {
        get throws(HubError) {
            guard let folder = settings.cacheFolder else {
                throw HubError(.file, "there is no folder for models: set HF_HUB_CACHE, HF_HOME or HOME")
            }
            return HubCache(folder: folder)
        }
    }

    /// A model's files on this machine.
    public struct Snapshot: Sendable, Hashable {
        /// The repository and revision that were asked for.
        public let model: HubModel
        /// The commit that the revision means.
        public let commit: String
        /// The folder with the files' names; they are links into the cache.
        public let folder: String
    }

    /// What the cache has of a model; nil if something that it needs is not there. No socket is opened.
    public func cached(_ model: HubModel) throws(HubError) -> Snapshot? {
        let repository = try cache.repository(model.id)
        guard let commit = repository.commit(of: model.revision),
            repository.isComplete(commit)
        else { return nil }
        return Snapshot(model: model, commit: commit, folder: repository.snapshot(commit))
    }

    /// A model's files: from the cache, or downloaded where something is missing there.
    ///
    /// - Parameters:
    ///   - model: which repository and revision.
    ///   - report: told how far the download is, on its thread.
    /// - Throws: what is missing and where it was looked for, or why it cannot be had. A task that is cancelled
    ///   leaves what came so far, and the next call goes on there.
    public func fetch(
        _ model: HubModel, report: @escaping @Sendable (HubEvent) -> Void = { _ in }
    ) async throws(HubError) -> Snapshot {
        if let snapshot = try cached(model) { return snapshot }
        return try await pull(model, report: report)
    }

    /// Asks the hub what the revision is now and downloads what the cache lacks.
    ///
    /// A commit that is here whole is not asked for: its files never change. Offline, what is here whole is the answer.
    public func pull(
        _ model: HubModel, report: @escaping @Sendable (HubEvent) -> Void = { _ in }
    ) async throws(HubError) -> Snapshot {
        if model.commit != nil || settings.isOffline, let snapshot = try cached(model) { return snapshot }
        guard !settings.isOffline else { throw try missing(model) }
        let cache = try cache
        let settings = settings
        return try await BlockingWork.run { (isCancelled) throws(HubError) in
            let client = try HubClient.make(settings, isCancelled: isCancelled, report: report)
            let download = ModelDownload(
                model: model, repository: cache.repository(model.id), settings: settings)
            return try download.run(client)
        }
    }

    /// What there is of a repository that lacks the revision that was asked for.
    private static func remains(of repository: CachedRepository) -> String {
        let names = repository.references.map(\.name)
        let revisions = names.isEmpty ? repository.commits.map { String($0.prefix(8)) } : names
        let begun = repository.incompleteFiles.reduce(0) { $0 + (SystemFiles.size($1) ?? 0) }
        var parts: [String] = []
        if !revisions.isEmpty {
            parts.append("of other revisions there is \(revisions.joined(separator: ", "))")
        }
        if begun > 0 {
            parts.append("there are \(begun) bytes of an interrupted download, with which a pull goes on")
        }
        return parts.isEmpty ? "nothing of it is in \(repository.path)" : parts.joined(separator: ", and ")
    }

    /// Why the cache alone is not enough.
    private func missing(_ model: HubModel) throws(HubError) -> HubError {
        let repository = try cache.repository(model.id)
        let remedy =
            "The network was not asked, as with --offline, HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE, and by commands that "
            + "only look; download it where there is one (swift-clip models pull \(model)), or give a folder"
        guard let commit = repository.commit(of: model.revision) else {
            return HubError(
                .notCached, "\(model) is not in the cache: \(Self.remains(of: repository)). \(remedy)")
        }
        let there = repository.files(of: commit)
        let list = there.isEmpty ? "no file" : there.joined(separator: ", ")
        return HubError(
            .notCached,
            "\(model) is not in the cache as a whole: \(repository.snapshot(commit)) has \(list); configuration and "
                + "weights are needed, of weights in parts every part. \(remedy)")
    }
}
