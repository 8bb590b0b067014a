public import CLIP
public import CLIPNumerics

extension ModelReference {
    /// What to load the model from: files on this machine, downloaded if need be.
    ///
    /// - Parameters:
    ///   - hub: where repositories are looked for.
    ///   - report: told how far a download is, on its thread.
    public func source(
        from hub: ModelHub = ModelHub(), report: @escaping @Sendable (HubEvent) -> Void = { _ in }
    ) async throws(HubError) -> ModelSource {
        switch place {
        case .path(let path): return .path(path)
        case .hub(let model):
            do throws(HubError) {
                return .folder(try await hub.fetch(model, report: report).folder)
            } catch {
                guard card == nil, error.isAboutName else { throw error }
                let paths =
                    description.hasPrefix("hf") ? "" : "; nor is there a folder or file \(description) here"
                throw HubError(
                    error.code, error.message + paths + Self.suggestion(model.id.description, []))
            }
        }
    }

    /// The options with what is known of the checkpoint: its activation, which bare weights do not tell.
    public func completing(_ options: LoadingOptions) -> LoadingOptions {
        var options = options
        if options.activation == nil { options.activation = card?.activation }
        return options
    }
}

extension HubError {
    /// Whether the name may be the reason.
    fileprivate var isAboutName: Bool { [.notFound, .refused, .notCached, .unreachable].contains(code) }
}

extension CLIPModel {
    /// Loads a model by a reference, from the cache where it is there, else from the hub; see ``ModelReference``
    /// and ``ModelHub``.
    /// - Parameters:
    ///   - reference: which model.
    ///   - hub: where repositories are looked for.
    ///   - options: what the files leave open.
    ///   - compute: threads and instruction set.
    ///   - cache: remembers that these files were sound, and may have the towers prepared.
    ///   - report: told how far a download is, on its thread.
    /// - Throws: why the files cannot be had, or what is wrong in them.
    public static func load(
        _ reference: ModelReference, from hub: ModelHub = ModelHub(),
        options: LoadingOptions = LoadingOptions(),
        compute: Compute = .shared, cache: DiskCache = .disabled,
        report: @escaping @Sendable (HubEvent) -> Void = { _ in }
    ) async throws(HubError) -> CLIPModel {
        let source = try await reference.source(from: hub, report: report)
        do throws(ConfigurationError) {
            return try await load(
                source, options: reference.completing(options), compute: compute, cache: cache)
        } catch {
            throw HubError(error)
        }
    }

    /// Loads a published checkpoint: `CLIPModel.load(.vitB32)`.
    /// - Parameters:
    ///   - card: which checkpoint.
    ///   - hub: where repositories are looked for.
    ///   - options: what the files leave open.
    ///   - compute: threads and instruction set.
    ///   - cache: remembers that these files were sound, and may have the towers prepared.
    ///   - report: told how far a download is, on its thread.
    /// - Throws: why the files cannot be had, or what is wrong in them.
    public static func load(
        _ card: ModelCard, from hub: ModelHub = ModelHub(), options: LoadingOptions = LoadingOptions(),
        compute: Compute = .shared, cache: DiskCache = .disabled,
        report: @escaping @Sendable (HubEvent) -> Void = { _ in }
    ) async throws(HubError) -> CLIPModel {
        try await load(
            ModelReference(card), from: hub, options: options, compute: compute, cache: cache, report: report)
    }
}
