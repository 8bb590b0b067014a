import CLIP
import CLIPBundledModel
import CLIPHub

/// Models by the names that the command takes.
struct ModelSeeker {
    /// What to load a model from, and how.
    struct Found {
        let source: ModelSource
        let reference: ModelReference?

        /// The options with what is known of a published checkpoint.
        func completing(_ options: LoadingOptions) -> LoadingOptions {
            reference?.completing(options) ?? options
        }
    }

    /// True to open no connection, whatever the environment says.
    private let isOffline: Bool
    private let console: Console

    init(isOffline: Bool, _ console: Console) {
        self.isOffline = isOffline
        self.console = console
    }

    /// The hub as the environment says; looked at only when a name needs it, not for the bundled model.
    private var hub: ModelHub {
        var settings = HubSettings.standard
        if isOffline { settings.isOffline = true }
        return ModelHub(settings)
    }

    /// Whether no connection may be opened, by the environment or by whoever asks.
    var opensNothing: Bool { hub.settings.isOffline }

    /// The hub and its cache.
    var cache: HubCache {
        get throws(HubError) { try hub.cache }
    }

    /// A name's meaning; nil for the bundled model.
    ///
    /// "pocket" is the bundled model also where there is a folder of that name, which is `./pocket`: what the
    /// command does by default does not depend on where it is run.
    static func reference(_ name: String) throws(HubError) -> ModelReference? {
        if name == BundledName.pocket { return nil }
        return try ModelReference(name, otherNames: [BundledName.pocket])
    }

    /// Where the model's files are, downloaded if need be.
    func find(_ name: String) async throws -> Found {
        guard let reference = try Self.reference(name) else { return Found(source: .bundled, reference: nil) }
        let hub = hub
        let talk = DownloadTalk(reference.description, hub.settings, console)
        let source = try await talk.show { report throws(HubError) in
            try await reference.source(from: hub, report: report)
        }
        return Found(source: source, reference: reference)
    }

    /// The files of a repository's model; the hub is asked what is new, unless the cache alone is to be looked at.
    func snapshot(of reference: ModelReference, model: HubModel, pulling: Bool) async throws
        -> ModelHub.Snapshot
    {
        let hub = hub
        let talk = DownloadTalk(reference.description, hub.settings, console)
        return try await talk.show { report throws(HubError) in
            pulling ? try await hub.pull(model, report: report) : try await hub.fetch(model, report: report)
        }
    }

    /// What the cache has of a model, without asking anyone.
    func cached(_ model: HubModel) throws(HubError) -> ModelHub.Snapshot? {
        try hub.cached(model)
    }
}
