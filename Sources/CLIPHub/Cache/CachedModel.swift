internal import CLIPWeights

/// A model in the cache, at one commit.
public struct CachedModel: Sendable, Hashable {
    /// The repository.
    public let id: HubID
    /// The commit; nil if a download was interrupted before anything was there.
    public let commit: String?
    /// Branches and tags that mean this commit, as far as they were asked for.
    public let references: [String]
    /// Whether all that the model needs is there.
    public let isComplete: Bool
    /// Bytes of its files; of an incomplete one also of what is half here.
    public let bytes: Int
    /// The folder of its files, or of the repository.
    public let folder: String

    /// What the command is to be given for it: the checkpoint's name where it has one, else the repository's.
    public var name: String {
        let card = ModelCard.hub(id.description)
        let base = card?.hubID == id.description ? card?.paperName ?? card?.pair : nil
        guard !references.contains(HubModel.defaultRevision), let revision = references.first ?? commit else {
            return base ?? id.description
        }
        return "\(base ?? id.description)@\(revision)"
    }
}

extension HubCache {
    /// The CLIP models in the cache, by name, and how many repositories hold something else.
    public func models() -> (models: [CachedModel], others: Int) {
        let all = repositories
        let known = all.filter(\.holdsCLIP)
        return (known.flatMap(\.models), all.count - known.count)
    }

    /// The repositories that hold CLIP models.
    public var clipRepositories: [CachedRepository] { repositories.filter(\.holdsCLIP) }
}

extension CachedRepository {
    /// Whether this is a CLIP model, and not one of the many other things that a cache may hold.
    var holdsCLIP: Bool {
        if ModelCard.hub(id.description) != nil { return true }
        return commits.contains { commit in
            let folder = snapshot(commit)
            if SystemFiles.kind(folder + "/open_clip_config.json") == .file { return true }
            guard let bytes = SystemFiles.read(folder + "/config.json", atMost: 1 << 20),
                let document = try? bytes.withUnsafeBytes({ try JSONValue($0) }),
                case .string(let type) = document["model_type"]
            else { return false }
            return ["clip", "clip_vision_model", "clip_text_model"].contains(type)
        }
    }

    /// One model for each commit of which files are here.
    var models: [CachedModel] {
        let references = references
        let waiting = incompleteFiles.reduce(0) { $0 + (SystemFiles.size($1) ?? 0) }
        let commits = commits
        guard !commits.isEmpty else {
            return [
                CachedModel(
                    id: id, commit: nil, references: references.map(\.name), isComplete: false,
                    bytes: waiting,
                    folder: path)
            ]
        }
        return commits.map { commit in
            let isComplete = isComplete(commit)
            let folder = snapshot(commit)
            let bytes = SystemFiles.allFiles(below: folder).reduce(0) {
                $0 + (SystemFiles.size("\(folder)/\($1)") ?? 0)
            }
            return CachedModel(
                id: id, commit: commit, references: references.filter { $0.commit == commit }.map(\.name),
                isComplete: isComplete, bytes: bytes + (isComplete ? 0 : waiting), folder: folder)
        }
    }

    /// What interrupted downloads left.
    var incompleteFiles: [String] {
        SystemFiles.names(blobs).filter { $0.hasSuffix(".incomplete") }.map { blobs + "/" + $0 }
    }
}
