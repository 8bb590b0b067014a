import CLIPTestSupport
import Foundation
import Testing

@testable import CLIPHub

@Suite("Downloads into the cache")
struct DownloadTests {
    @Test("blobs by digest, relative links, the branch's commit; only what is needed, and nothing twice")
    func layout() async throws {
        let scene = try DownloadScene()
        let snapshot = try await scene.pull()
        let repository = try scene.repository
        #expect(snapshot.folder == "\(scene.folder.path)/hub/models--org--model/snapshots/\(snapshot.commit)")
        #expect(
            TemporaryFolder.list(snapshot.folder) == ["open_clip_config.json", "open_clip_model.safetensors"])
        #expect(try scene.content(snapshot) == DownloadScene.weights)
        #expect(try scene.content(snapshot, "open_clip_config.json") == DownloadScene.configuration)
        let link = SystemFiles.linkTarget(snapshot.folder + "/open_clip_model.safetensors")
        let blob = try #require(link?.split(separator: "/").last.map(String.init))
        #expect(link == "../../blobs/" + blob && blob.count == 64)
        #expect(try scene.blobs.map(\.count).sorted() == [40, 64])
        #expect(
            repository.references.map(\.name) == ["main"] && repository.commit(of: "main") == snapshot.commit)
        #expect(TemporaryFolder.list(repository.locks)?.count == 2)
        #expect(SystemFiles.hasName(scene.folder.path + "/hub/CACHEDIR.TAG"))
        #expect(repository.isKnownAbsent("tokenizer.json", snapshot.commit))
        #expect(!scene.server.requests.contains { $0.path.contains("README") })
        let count = scene.server.requests.count
        #expect(try await scene.pull() == snapshot)
        #expect(scene.server.requests.count == count + 1, "an unchanged model costs one request")
        let size = DownloadScene.weights.count
        #expect(scene.events.all.contains(.received(bytes: size, of: size)))
    }

    @Test("a model that is there is used without a request; offline no socket is opened, there or not")
    func cacheFirst() async throws {
        let scene = try DownloadScene()
        let snapshot = try await scene.pull()
        let count = scene.server.requests.count
        let hub = ModelHub(scene.settings)
        #expect(try await hub.fetch(scene.model()) == snapshot)
        #expect(try await hub.pull(scene.model("org/model", snapshot.commit)).commit == snapshot.commit)
        scene.settings.isOffline = true
        #expect(try await ModelHub(scene.settings).fetch(scene.model()) == snapshot)
        let missing = try await scene.failure("org/other")
        #expect(missing.code == .notCached && missing.message.contains("HF_HUB_OFFLINE"))
        #expect(missing.message.contains("nothing of it is in"))
        #expect(missing.message.contains("models--org--other"))
        let revision = try await scene.failure("org/model", "v1")
        #expect(revision.code == .notCached && revision.message.contains("of other revisions there is main."))
        let blobs = try scene.repository.blobs
        try Data(count: 5).write(to: URL(fileURLWithPath: blobs + "/0123456789abcdef.incomplete"))
        let begun = try await scene.failure("org/model", "v1").message
        #expect(begun.contains("5 bytes of an interrupted download") && !begun.contains("nothing of it"))
        let weights = snapshot.folder + "/open_clip_model.safetensors"
        SystemFiles.remove(weights)
        let incomplete = try await scene.failure()
        #expect(incomplete.code == .notCached && incomplete.message.contains("open_clip_config.json"))
        #expect(scene.server.requests.count == count)
    }

    @Test("a branch that moved on is taken by pull alone, and what did not change is not downloaded again")
    func movedBranch() async throws {
        let scene = try DownloadScene()
        let first = try await scene.pull()
        try scene.server.add(
            "org/model", "open_clip_config.json", DownloadScene.configuration + Data("\n".utf8))
        #expect(try await ModelHub(scene.settings).fetch(scene.model()) == first)
        let count = scene.server.requests.count
        let second = try await scene.pull()
        #expect(second.commit != first.commit)
        #expect(!scene.server.requests[count...].contains { $0.path.contains("safetensors") })
        #expect(try scene.content(second) == DownloadScene.weights)
        #expect(try scene.repository.commits.count == 2)
        // The old commit is still here by its name.
        #expect(
            try await ModelHub(scene.settings).fetch(scene.model("org/model", first.commit)).folder
                == first.folder)
        #expect(try await scene.pull("org/model", "v1").commit == second.commit)
        #expect(try scene.repository.references.map(\.name) == ["main", "v1"])
    }

    @Test("the token goes to the hub alone, not to the host that has the files")
    func token() async throws {
        let scene = try DownloadScene()
        scene.settings.token = HubToken("sesame")
        try await scene.pull()
        let requests = scene.server.requests
        #expect(requests.contains { !$0.isHub })
        for request in requests {
            #expect(request.authorization == (request.isHub ? "Bearer sesame" : nil), "\(request.path)")
        }
    }

    @Test("a redirect to another host of the same name, or anywhere else, does not get the token either")
    func redirectedToken() async throws {
        let scene = try DownloadScene()
        scene.settings.token = HubToken("sesame")
        let port = try #require(scene.server.filesEndpoint.split(separator: ":").last)
        try scene.server.set([
            [
                "server": "hub", "path": "/api/models", "do": "redirect",
                "to": "http://127.0.0.1:\(port)/lfs/x?sig=hidden",
            ]
        ])
        let error = try await scene.failure()
        #expect(
            error.code == .notFound && !error.message.contains("sesame") && !error.message.contains("hidden"))
        #expect(scene.server.requests.filter { !$0.isHub }.map(\.authorization) == [nil])
    }

    @Test("a repository that lists names only is asked about each file")
    func bare() async throws {
        let scene = try DownloadScene("org/bare")
        let snapshot = try await scene.pull("org/bare")
        #expect(try scene.content(snapshot) == DownloadScene.weights)
        let blobs = TemporaryFolder.list(scene.folder.path + "/hub/models--org--bare/blobs") ?? []
        #expect(blobs.map(\.count).sorted() == [40, 64])
    }

    @Test("weights in parts: the index, then every part that it names")
    func parts() async throws {
        let scene = try DownloadScene("org/other")
        let repository = "org/model"
        for name in ["config.json", "preprocessor_config.json", "vocab.json", "merges.txt"] {
            try scene.server.add(repository, name, DownloadScene.huggingFace(name))
        }
        let index = #"{"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}"#
        try scene.server.add(repository, "model.safetensors.index.json", Data(index.utf8))
        try scene.server.add(repository, "model-1.safetensors", DownloadScene.weights)
        try scene.server.add(repository, "model-3.safetensors", Data("not named".utf8))
        let missing = try await scene.failure()
        #expect(missing.code == .unsupported && missing.message.contains("model-2.safetensors"))
        try scene.server.add(repository, "model-2.safetensors", Data("two".utf8))
        let snapshot = try await scene.pull()
        let names = TemporaryFolder.list(snapshot.folder) ?? []
        #expect(names.contains("model-1.safetensors") && names.contains("model-2.safetensors"))
        #expect(!names.contains("model-3.safetensors"))
        SystemFiles.remove(snapshot.folder + "/model-2.safetensors")
        #expect(try ModelHub(scene.settings).cached(scene.model()) == nil)
        #expect(try await scene.pull() == snapshot)
    }

    @Test("where links are not wanted, the content lies in the snapshot")
    func withoutLinks() async throws {
        let scene = try DownloadScene()
        scene.settings.avoidsLinks = true
        let snapshot = try await scene.pull()
        #expect(!SystemFiles.isLink(snapshot.folder + "/open_clip_model.safetensors"))
        #expect(try scene.content(snapshot) == DownloadScene.weights)
        #expect(try await ModelHub(scene.settings).fetch(scene.model()) == snapshot)
        #expect(try await scene.pull() == snapshot)
    }
}
