import CLIPTestSupport
import Foundation
import Synchronization
import Testing

@testable import CLIPHub

/// A hub, an empty cache, and a small model to download.
final class DownloadScene {
    let server: HubServer
    let folder = TemporaryFolder()
    var settings: HubSettings
    /// What was reported.
    let events = EventLog()

    final class EventLog: Sendable {
        private let list = Mutex<[HubEvent]>([])
        var all: [HubEvent] { list.withLock { $0 } }
        func add(_ event: HubEvent) { list.withLock { $0.append(event) } }
    }

    /// The repository's files but the weights.
    static let configuration = file(Repository.bundledModel + "/open_clip_config.json")
    /// A file of a model in Hugging Face's layout.
    static func huggingFace(_ name: String) -> Data {
        file(Repository.root + "/Tests/Goldens/networks/hf-gelu/" + name)
    }

    private static func file(_ path: String) -> Data {
        FileManager.default.contents(atPath: path) ?? Data()
    }
    /// Weights of some size whose bytes are all different from their neighbours.
    static let weights = Data((0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) })

    init(_ repository: String = "org/model") throws {
        server = try HubServer()
        let home = folder.path
        settings = HubSettings { name in name == "HF_HOME" ? home : nil }
        settings.endpoint = server.endpoint
        settings.firstDelay = .milliseconds(5)
        settings.answerTimeout = 2
        settings.downloadTimeout = 2
        try server.add(repository, "open_clip_config.json", Self.configuration)
        try server.add(repository, "README.md", Data("not needed".utf8))
        try server.add(repository, "open_clip_model.safetensors", Self.weights)
    }

    func model(_ name: String = "org/model", _ revision: String = "main") throws -> HubModel {
        try #require(HubID(name).flatMap { HubModel($0, revision: revision) })
    }

    @discardableResult
    func pull(_ name: String = "org/model", _ revision: String = "main") async throws -> ModelHub.Snapshot {
        try await ModelHub(settings).pull(model(name, revision)) { [events] in events.add($0) }
    }

    /// The error of a pull that must fail.
    func failure(_ name: String = "org/model", _ revision: String = "main") async throws -> HubError {
        let model = try model(name, revision)
        do throws(HubError) {
            _ = try await ModelHub(settings).pull(model) { [events] in events.add($0) }
        } catch {
            return error
        }
        throw HubServer.Failure("the download succeeded")
    }

    var repository: CachedRepository {
        get throws { try ModelHub(settings).cache.repository(#require(HubID("org/model"))) }
    }

    var blobs: [String] { get throws { try TemporaryFolder.list(repository.blobs) ?? [] } }

    func content(_ snapshot: ModelHub.Snapshot, _ name: String = "open_clip_model.safetensors") throws -> Data
    {
        try Data(contentsOf: URL(fileURLWithPath: snapshot.folder + "/" + name))
    }
}
