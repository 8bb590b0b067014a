import CLIPTestSupport
import Foundation
import Testing

@testable import CLIPHub

@Suite("Servers and lines that misbehave")
struct HostileHubTests {
    private static let size = DownloadScene.weights.count

    @Test(
        "a line that breaks is taken up again where it broke, by the server that has the file",
        arguments: ["cut", "stall"])
    func broken(what: String) async throws {
        let scene = try DownloadScene()
        scene.settings.downloadTimeout = 1
        try scene.server.set([["server": "files", "path": "/lfs/", "do": what, "bytes": 200_000]])
        let snapshot = try await scene.pull()
        #expect(try scene.content(snapshot) == DownloadScene.weights)
        let parts = scene.server.requests.filter { !$0.isHub }
        #expect(parts.map(\.status) == [200, 206])
        #expect(parts.last?.range == "bytes=200000-")
        // That host's own word for the content, not the hub's.
        #expect(parts.last?.ifRange?.count == 34)
        #expect(scene.events.all.contains { if case .retrying = $0 { true } else { false } })
        #expect(try scene.blobs.allSatisfy { !$0.hasSuffix(".incomplete") })
    }

    @Test("a line that breaks again and again is an error at last, and what came stays")
    func brokenForEver() async throws {
        let scene = try DownloadScene()
        scene.settings.retries = 2
        try scene.server.set([["server": "files", "do": "cut", "bytes": 0, "times": 100]])
        let error = try await scene.failure()
        #expect(error.code == .unreachable)
        #expect(scene.server.requests.filter { !$0.isHub }.count == 3)
        try scene.server.set([
            ["server": "files", "do": "cut", "bytes": 1000, "times": 1],
            ["server": "files", "do": "cut", "bytes": 0, "times": 100],
        ])
        _ = try await scene.failure()
        let left = try scene.blobs.filter { $0.hasSuffix(".incomplete") }
        #expect(left.count == 1)
        #expect(SystemFiles.size(try scene.repository.blobs + "/" + left[0]) == 1000)
    }

    @Test("as long as bytes come, no number of breaks is too many")
    func manyBreaks() async throws {
        let scene = try DownloadScene()
        scene.settings.retries = 2
        try scene.server.set([["server": "files", "do": "cut", "bytes": 60_000, "times": 9]])
        #expect(try scene.content(await scene.pull()) == DownloadScene.weights)
    }

    @Test(
        "a server that ends each connection after a little is given up: a hundredth of the file is worth a new try"
    )
    func drops() async throws {
        let scene = try DownloadScene()
        scene.settings.retries = 2
        try scene.server.set([["server": "files", "do": "cut", "bytes": 1000, "times": 10_000]])
        #expect(try await scene.failure().code == .unreachable)
        #expect(scene.server.requests.filter { !$0.isHub }.count == 3)
        let tries = scene.events.all.compactMap { event -> [Int]? in
            guard case .retrying(let reason, _, let attempt, let count) = event else { return nil }
            #expect(reason.contains("the connection broke"))
            return [attempt, count]
        }
        #expect(tries == [[2, 3], [3, 3]])
        // What is thrown away and comes again is no progress either.
        var count = TryCount(from: 0)
        for _ in 0..<3 { count.fail(at: 500, 100) }
        #expect(count.failed == 3)
        count.fail(at: 0, 100)
        count.fail(at: 599, 100)
        #expect(count.failed == 5)
        count.fail(at: 600, 100)
        #expect(count.failed == 1)
    }

    @Test("an earlier run's incomplete file is continued, also Python's; a damaged one is noticed")
    func resumed() async throws {
        for isDamaged in [false, true] {
            let scene = try DownloadScene()
            let blob = try incomplete(
                scene, isDamaged ? Data(count: 300_000) : DownloadScene.weights.prefix(300_000))
            let snapshot = try await scene.pull()
            #expect(try scene.content(snapshot) == DownloadScene.weights)
            let ranges = scene.server.requests.filter { !$0.isHub }.map(\.range)
            #expect(ranges == (isDamaged ? ["bytes=300000-", nil] : ["bytes=300000-"]))
            #expect(scene.events.all.contains(.damaged(file: "open_clip_model.safetensors")) == isDamaged)
            #expect(try scene.blobs.contains(blob))
        }
    }

    @Test("an incomplete file that is whole, or longer, needs no help from the server")
    func overlong() async throws {
        let whole = try DownloadScene()
        _ = try incomplete(whole, DownloadScene.weights)
        #expect(try whole.content(await whole.pull()) == DownloadScene.weights)
        #expect(!whole.server.requests.contains { $0.path.contains("safetensors") })
        let longer = try DownloadScene()
        _ = try incomplete(longer, DownloadScene.weights + Data(count: 10))
        #expect(try longer.content(await longer.pull()) == DownloadScene.weights)
        #expect(longer.server.requests.last?.range == nil)
    }

    private func incomplete(_ scene: DownloadScene, _ content: Data) throws -> String {
        let listing = DownloadScene.weights.withUnsafeBytes { bytes in
            var digest = BlobDigest(name: String(repeating: "0", count: 64), size: nil)
            digest.append(bytes)
            return digest.hexadecimal
        }
        let blob = try #require(listing)
        let folder = try scene.repository.blobs
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try content.write(to: URL(fileURLWithPath: "\(folder)/\(blob).incomplete"))
        return blob
    }

    @Test(
        "a server that answers with the whole, or with another part, does not spoil the file",
        arguments: ["whole", "shift"])
    func otherPart(what: String) async throws {
        let scene = try DownloadScene()
        _ = try incomplete(scene, DownloadScene.weights.prefix(300_000))
        try scene.server.set([["server": "files", "do": what]])
        if what == "shift" {
            #expect(try await scene.failure().code == .malformed)
        }
        #expect(try scene.content(await scene.pull()) == DownloadScene.weights)
    }

    @Test("damaged once: downloaded again; twice: an error, and nothing of it stays", arguments: [1, 2])
    func damaged(times: Int) async throws {
        let scene = try DownloadScene()
        try scene.server.set([["server": "files", "do": "corrupt", "times": times]])
        if times == 1 {
            #expect(try scene.content(await scene.pull()) == DownloadScene.weights)
            #expect(scene.events.all.contains(.damaged(file: "open_clip_model.safetensors")))
        } else {
            let error = try await scene.failure()
            #expect(error.code == .damaged && error.message.contains("open_clip_model.safetensors"))
            #expect(try scene.blobs.map(\.count) == [40], "the configuration alone")
            #expect(try ModelHub(scene.settings).cached(scene.model()) == nil)
        }
    }

    @Test("small files are held against git's digest")
    func damagedConfiguration() async throws {
        let scene = try DownloadScene()
        try scene.server.set([
            ["server": "hub", "path": "open_clip_config.json", "do": "corrupt", "times": 2]
        ])
        let error = try await scene.failure()
        #expect(error.code == .damaged && error.message.contains("open_clip_config.json"))
    }

    @Test("more bytes than there should be are not taken")
    func longer() async throws {
        let scene = try DownloadScene()
        try scene.server.set([["server": "files", "do": "longer", "times": 2]])
        #expect(try await scene.failure().code == .damaged)
    }

    @Test(
        "what may pass is tried again; what the server asks for is waited for",
        arguments: [408, 429, 500, 502, 503, 504])
    func passing(status: Int) async throws {
        let scene = try DownloadScene()
        try scene.server.set([
            [
                "server": "hub", "path": "/api/", "do": "status", "status": status, "times": 2,
                "headers": ["Retry-After": "0"],
            ],
            ["server": "files", "do": "status", "status": status, "times": 1],
        ])
        #expect(try scene.content(await scene.pull()) == DownloadScene.weights)
    }

    @Test("Retry-After and the hub's own RateLimit are obeyed; a long one is an error that says how long")
    func retryAfter() async throws {
        for headers in [["Retry-After": "1"], ["RateLimit": "\"api\";r=0;t=1"]] {
            let scene = try DownloadScene()
            try scene.server.set([["path": "/api/", "do": "status", "status": 429, "headers": headers]])
            let began = ContinuousClock.now
            try await scene.pull()
            #expect(ContinuousClock.now - began >= .seconds(1))
        }
        let scene = try DownloadScene()
        try scene.server.set([
            ["path": "/api/", "do": "status", "status": 429, "headers": ["Retry-After": "3600"]]
        ])
        let error = try await scene.failure()
        #expect(
            error.code == .busy && error.message.contains("3600 seconds")
                && error.message.contains("HF_TOKEN"))
        for status in [429, 503] {
            let endless = try DownloadScene()
            let headers = [
                "Retry-After": "9223372036854775807", "RateLimit": "\"api\";r=0;t=9223372036854775807",
            ]
            try endless.server.set([
                ["path": "/api/", "do": "status", "status": status, "headers": headers]
            ])
            #expect(try await endless.failure().code == .busy)
        }
    }

    @Test("sizes beyond all numbers are more than the disk has room for: nothing overflows")
    func endlessSizes() async throws {
        let scene = try DownloadScene()
        let size = 9_223_372_036_854_775_807
        let files = ["open_clip_config.json", "open_clip_model.safetensors"].map { name in
            "{\"rfilename\": \"\(name)\", \"size\": \(size), \"blobId\": \"\(String(repeating: "a", count: 40))\"}"
        }
        let body =
            "{\"sha\": \"\(String(repeating: "b", count: 40))\", \"siblings\": [\(files.joined(separator: ","))]}"
        try scene.server.set([["path": "/api/", "do": "text", "body": body, "times": 9]])
        let error = try await scene.failure()
        #expect(error.code == .noSpace, "\(error)")
        #expect(RepositoryListing.plausible(size) == 1 << 44 && RepositoryListing.plausible(-1) == nil)
        #expect(RepositoryListing.plausible(1 << 40) == 1 << 40)
    }

    @Test("a file in the cache that was cut is fetched again by pull")
    func cut() async throws {
        let scene = try DownloadScene()
        let snapshot = try await scene.pull()
        let blob = try #require(
            try scene.blobs.map { try scene.repository.blobs + "/" + $0 }.first {
                FileManager.default.contents(atPath: $0) == DownloadScene.weights
            })
        #expect(truncate(blob, 1000) == 0)
        try await scene.pull()
        #expect(try scene.content(snapshot) == DownloadScene.weights)
    }

    @Test("a fault that stays is an error with its status")
    func faulty() async throws {
        let scene = try DownloadScene()
        scene.settings.retries = 1
        try scene.server.set([["path": "/api/", "do": "status", "status": 503, "times": 9]])
        let error = try await scene.failure()
        #expect(error.code == .busy && error.message.contains("503"))
        #expect(scene.server.requests.count == 2)
    }

    @Test("gated, private, absent: each says what to do")
    func refused() async throws {
        let scene = try DownloadScene("org/gated-model")
        for token in [nil, HubToken("wrong")] {
            scene.settings.token = token
            let gated = try await scene.failure("org/gated-model")
            #expect(gated.code == .refused && gated.message.contains("accept its terms"))
            #expect(gated.message.contains(token == nil ? "HF_TOKEN" : "its rights"))
            let absent = try await scene.failure("org/nothing")
            #expect(
                absent.code == (token == nil ? .refused : .notFound) && absent.message.contains("org/nothing")
            )
        }
        scene.settings.token = HubToken("right")
        try await scene.pull("org/gated-model")
        let revision = try await scene.failure("org/gated-model", "v9")
        #expect(revision.code == .notFound && revision.message.contains("no revision v9"))
        try scene.server.set([
            [
                "path": "open_clip_config", "do": "status", "status": 404,
                "headers": ["X-Error-Code": "EntryNotFound"],
            ]
        ])
        try scene.server.add(
            "org/gated-model", "open_clip_config.json", DownloadScene.configuration + Data(" ".utf8))
        let file = try await scene.failure("org/gated-model", "main")
        #expect(file.code == .notFound)
    }

    @Test("a repository without a model is refused with what it has")
    func noModel() async throws {
        let scene = try DownloadScene()
        try scene.server.add("org/words", "config.json", Data("{}".utf8))
        try scene.server.add("org/words", "model.safetensors", Data("x".utf8))
        let error = try await scene.failure("org/words")
        #expect(error.code == .unsupported && error.message.contains("config.json, model.safetensors"))
        #expect(!scene.server.requests.contains { $0.path.contains("resolve") })
    }

    @Test(
        "redirects without end, to a file or to http from https are not followed",
        arguments: ["endless", "file:///etc/passwd", "gopher://x"])
    func redirects(target: String) async throws {
        let scene = try DownloadScene()
        try scene.server.set([
            ["path": "/api/", "do": target == "endless" ? "endless" : "redirect", "to": target, "times": 99]
        ])
        let error = try await scene.failure()
        #expect(error.code == .malformed && error.message.contains("HF_ENDPOINT"))
        #expect(scene.server.requests.count <= 11)
    }

    @Test(
        "an answer that is no hub's is an error, and makes nothing",
        arguments: [
            "", "<html>sign in</html>", "[]", #"{"sha": "main", "siblings": []}"#,
            #"{"sha": "../../../../etc", "siblings": []}"#,
            #"{"sha": "0123456789012345678901234567890123456789"}"#,
            #"{"sha": "0123456789012345678901234567890123456789", "siblings": [{"rfilename": 3}]}"#,
            #"{"sha": "0123456789012345678901234567890123456789", "siblings": [{"rfilename": "../x"}]}"#,
            listing(#""size": -5"#), listing(#""size": "5""#), listing(#""size": 1.5"#),
            listing(#""lfs": {"size": -1, "sha256": "\#(String(repeating: "a", count: 64))"}"#),
        ])
    func malformed(body: String) async throws {
        let scene = try DownloadScene()
        try scene.server.set([["path": "/api/", "do": "text", "body": body]])
        let error = try await scene.failure()
        #expect([.malformed, .unsupported].contains(error.code), "\(error)")
        #expect(!SystemFiles.hasName(try scene.repository.path))
    }

    /// A listing of a model whose weights are described so.
    private static func listing(_ weights: String) -> String {
        let commit = "0123456789012345678901234567890123456789"
        return #"{"sha": "\#(commit)", "siblings": [{"rfilename": "open_clip_config.json", "size": 5, "#
            + #""blobId": "\#(commit)"}, {"rfilename": "open_clip_model.safetensors", \#(weights)}]}"#
    }

    @Test("sizes that are none are a malformed answer, in listings and in headers")
    func impossibleSizes() async throws {
        let scene = try DownloadScene()
        try scene.server.set([["path": "/api/", "do": "text", "body": Self.listing(#""size": -5"#)]])
        let error = try await scene.failure()
        #expect(
            error.code == .malformed && error.message.contains("size: -5 is no number of bytes"), "\(error)")
        let bare = try DownloadScene("org/bare-model")
        try bare.server.set([
            [
                "path": "/resolve/", "do": "status", "status": 200, "times": 9,
                "headers": ["ETag": "\"a\"", "X-Linked-Size": "-5"],
            ]
        ])
        let header = try await bare.failure("org/bare-model")
        #expect(
            header.code == .malformed && header.message.contains("says that it has -5 bytes"), "\(header)")
    }

    @Test("a model that the disk has no room for is refused before it is begun")
    func noSpace() async throws {
        let scene = try DownloadScene()
        let digest = String(repeating: "a", count: 64)
        let body =
            #"{"sha": "0123456789012345678901234567890123456789", "siblings": [{"rfilename": "open_clip_config.json", "size": 5, "blobId": "0123456789012345678901234567890123456789"}, {"rfilename": "open_clip_model.safetensors", "size": 1, "lfs": {"sha256": "\#(digest)", "size": 4000000000000000000}}]}"#
        try scene.server.set([["path": "/api/", "do": "text", "body": body]])
        let error = try await scene.failure()
        #expect(error.code == .noSpace && error.message.contains("HF_HUB_CACHE"))
        #expect(scene.server.requests.count == 1)
    }

    @Test("nobody listens: an error that names the host, soon, and without the password in its address")
    func unreachable() async throws {
        let scene = try DownloadScene()
        scene.settings.endpoint = "http://user:secret@127.0.0.1:9"
        let error = try await scene.failure()
        #expect(error.code == .unreachable && error.message.contains("http://127.0.0.1:9"))
        #expect(error.message.contains("https_proxy") && !error.message.contains("secret"))
        scene.settings.endpoint = "somewhere"
        #expect(try await scene.failure().message.contains("HF_ENDPOINT"))
    }

    @Test("a cancelled download ends soon and keeps what came")
    func cancelled() async throws {
        let scene = try DownloadScene()
        try scene.server.set([["server": "files", "do": "stall", "bytes": 100_000]])
        scene.settings.downloadTimeout = 60
        let (hub, model, events) = (ModelHub(scene.settings), try scene.model(), scene.events)
        let task = Task { () -> HubError? in
            do throws(HubError) {
                _ = try await hub.pull(model) { events.add($0) }
                return nil
            } catch {
                return error
            }
        }
        while !scene.events.all.contains(where: {
            if case .received(100_000..., _) = $0 { true } else { false }
        }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        let began = ContinuousClock.now
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(ContinuousClock.now - began < .seconds(10))
        let left = try #require(try scene.blobs.first { $0.hasSuffix(".incomplete") })
        #expect(SystemFiles.size(try scene.repository.blobs + "/" + left) == 100_000)
        #expect(try scene.repository.commit(of: "main") == nil)
        #expect(try scene.content(await scene.pull()) == DownloadScene.weights)
    }

    @Test("a folder that cannot be written is named")
    func readOnly() async throws {
        let scene = try DownloadScene()
        scene.settings.cacheFolder = "/proc/cache"
        let error = try await scene.failure()
        #expect(error.code == .file && error.message.contains("/proc"))
    }
}
