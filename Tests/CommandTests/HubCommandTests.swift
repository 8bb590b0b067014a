import CLIPTestSupport
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The command before a hub that has the bundled model's files as a repository.
private struct HubScene {
    let server: HubServer
    var command = Command()

    init(_ repository: String = "org/small") throws {
        server = try HubServer()
        try server.add(repository, filesOf: Repository.bundledModel)
        command.variables["HF_ENDPOINT"] = server.endpoint
    }

    var repository: String { command.folder.path + "/cache/huggingface/hub/models--org--small" }
    var blobs: [String] { TemporaryFolder.list(repository + "/blobs") ?? [] }
    /// How often the weights were asked for at the host that has them.
    var weightRequests: Int { server.requests.filter { !$0.isHub && $0.path.contains(Self.weights) }.count }

    /// The digest of the bundled model's weights.
    static let weights = "1750a7912e7c5f0a62bc3a745a1283ffefde5fc95144c04b081e60bbed116ded"

    /// Waits until so many bytes of the weights are there.
    func waitForBytes(_ count: Int) throws {
        let path = "\(repository)/blobs/\(Self.weights).incomplete"
        for _ in 0..<6000 {
            var status = stat()
            if stat(path, &status) == 0, Int(status.st_size) >= count { return }
            usleep(5000)
        }
        Issue.record("the download does not begin")
    }
}

@Suite("Models by name, on the command line")
struct HubCommandTests {
    @Test("the first run downloads, the next ones open no connection, and the answer is the folder's own")
    func firstRun() throws {
        let scene = try HubScene()
        let arguments = [
            "similarity", Command.photo("cat.jpg"), "--text", "a cat", "--format", "json", "--model",
        ]
        let first = try scene.command.run(arguments + ["org/small"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.notes.contains("downloading org/small, 21.5 MB, from \(scene.server.endpoint)"))
        let count = scene.server.requests.count
        let second = try scene.command.run(arguments + ["org/small", "--quiet"])
        #expect(second.status == 0 && second.errors.isEmpty && second.output == first.output)
        #expect(scene.server.requests.count == count)
        #expect(try first.json()["model"] as? String == "org/small")
        let folder = try scene.command.run(arguments + [Repository.bundledModel])
        for key in ["cosines", "space"] {
            #expect("\(try first.json()[key] ?? 1)" == "\(try folder.json()[key] ?? 2)", "\(key)")
        }
    }

    @Test(
        "offline, by variable or option, no connection is opened and the error says what is missing",
        arguments: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "--offline"])
    func offline(way: String) throws {
        var scene = try HubScene()
        let options = way == "--offline" ? [way] : []
        if options.isEmpty { scene.command.variables[way] = "1" }
        let missing = try scene.command.run(["tokenize", "a", "--model", "org/small"] + options)
        #expect(missing.status == 1 && missing.output.isEmpty)
        #expect(
            missing.errors.contains("org/small is not in the cache")
                && missing.errors.contains("models--org--small"))
        #expect(scene.server.requests.isEmpty)
        scene.command.variables[way] = nil
        #expect(try scene.command.run(["models", "pull", "org/small"]).status == 0)
        let count = scene.server.requests.count
        if options.isEmpty { scene.command.variables[way] = "1" }
        #expect(
            try scene.command.run(["tokenize", "a", "--model", "org/small", "-q"] + options).errors.isEmpty)
        if options.isEmpty {
            let pulled = try scene.command.run(["models", "pull", "org/small"])
            #expect(pulled.status == 0 && pulled.output.hasPrefix(scene.repository + "/snapshots/"))
            #expect(
                pulled.notes == ["org/small is here as a whole; offline, the hub is not asked what is new"])
        }
        #expect(scene.server.requests.count == count)
    }

    @Test("a try that failed is told in a line, and the error with its remedy once")
    func retries() throws {
        let result = try Command().run(["models", "pull", "org/small"])
        #expect(result.status == 1 && result.notes.count == 2, "\(result.errors)")
        #expect(result.notes[0].hasPrefix("try 2 of 2 in 1 s: http://127.0.0.1:9 cannot be reached: "))
        #expect(!result.notes[0].contains("Check the network") && result.notes[0].utf8.count < 150)
        #expect(result.notes[1].contains("Check the network"))
    }

    @Test("a path is not pulled, and an address of the hub's page is a repository")
    func pathsAndPages() throws {
        let scene = try HubScene()
        for (name, said) in [
            ("../nowhere/x", "../nowhere/x is a path, and nothing is there"),
            (Repository.bundledModel, "is a folder or file of yours"),
            ("https://huggingface.co/org/small/blob/main/a.bin", "name the whole model as org/small"),
        ] {
            let result = try scene.command.run(["models", "pull", name])
            #expect(result.status == 1 && result.errors.contains(said), "\(result.errors)")
        }
        #expect(try scene.command.run(["models", "path", "./nowhere"]).status == 1)
        #expect(scene.server.requests.isEmpty)
        let page = try scene.command.run([
            "models", "pull", "-q", "https://huggingface.co/org/small/tree/main",
        ])
        #expect(page.status == 0 && page.output.hasPrefix(scene.repository + "/snapshots/"), "\(page.errors)")
    }

    @Test("pull, list, path, remove")
    func subcommands() throws {
        let scene = try HubScene()
        let none = try scene.command.run(["models", "path", "org/small"])
        #expect(none.status == 1 && none.errors.contains("not in the cache") && scene.server.requests.isEmpty)
        let pulled = try scene.command.run(["models", "pull", "org/small", "-q"])
        #expect(pulled.status == 0 && pulled.errors.isEmpty)
        #expect(pulled.output.hasPrefix(scene.repository + "/snapshots/"))
        #expect(try scene.command.run(["models", "path", "org/small"]).output == pulled.output)
        #expect(try scene.command.run(["models", "pull", "org/small"]).notes == ["org/small is up to date"])

        let list = try scene.command.run(["models", "list", "--format", "json"]).json()
        let models = try #require(list["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["pocket", "org/small"])
        #expect(models.map { $0["state"] as? String } == ["bundled", "complete"])
        #expect(
            models[1]["bytes"] as? Int ?? 0 > 20_000_000
                && models[1]["parameters"] as? Int == models[0]["parameters"] as? Int)
        #expect(pulled.output.hasSuffix("\(models[1]["revision"] as? String ?? "?")\n"))
        let table = try scene.command.run(["models", "list"])
        #expect(table.output.contains("org/small") && table.output.contains("21.5 MB"))
        let csv = try scene.command.run(["models", "list", "--format", "csv"]).output.split { $0.isNewline }
        #expect(csv.count == 3 && csv[0].hasPrefix("name,state,size"))
        let all = try scene.command.run(["models", "list", "--all", "--format", "jsonl"])
        #expect(
            try Command.lines(all.output).contains {
                $0["name"] as? String == "ViT-B/32" && $0["state"] as? String == "not here"
            })

        let trial = try scene.command.run(["models", "remove", "org/small", "--dry-run"])
        #expect(
            trial.status == 0
                && trial.notes.first?.hasPrefix("would remove org/small: 1 revision, 4 files") == true)
        #expect(!scene.blobs.isEmpty)
        #expect(try scene.command.run(["models", "remove", "org/small"]).status == 0)
        #expect(TemporaryFolder.list(scene.repository) == nil)
        #expect(try scene.command.run(["models", "remove", "org/small"]).status == 1)
        for name in ["pocket", "./org"] {
            #expect(try scene.command.run(["models", "remove", name]).errors.contains("not in the cache"))
        }
    }

    @Test(
        "prune takes what no branch means, dead contents and incomplete files of CLIP models, and nothing else"
    )
    func prune() throws {
        let scene = try HubScene()
        let old = try scene.command.run(["models", "pull", "org/small"]).output
        try scene.server.add("org/small", "vocab.json", Data(#"{"a": 0}"#.utf8))
        let new = try scene.command.run(["models", "pull", "org/small"]).output
        #expect(old != new && scene.blobs.count == 5)
        let hub = "cache/huggingface/hub"
        try scene.command.add("\(hub)/models--org--small/blobs/abc.incomplete", "half")
        try scene.command.add("\(hub)/models--org--small/blobs/def", "nobody's")
        try scene.command.add("\(hub)/models--org--words/blobs/abc.incomplete", "half")
        try scene.command.add(
            "\(hub)/models--org--words/snapshots/\(String(repeating: "a", count: 40))/config.json", "{}")
        let list = try scene.command.run(["models", "list"])
        #expect(list.notes == ["the cache holds 1 other model, not CLIP's, not listed"])
        let trial = try scene.command.run(["models", "prune", "--dry-run"])
        #expect(
            trial.notes.first?.hasPrefix("would remove org/small: 1 revision, 2 files, 1 incomplete file")
                == true, "\(trial.errors)")
        #expect(scene.blobs.count == 7)
        let pruned = try scene.command.run(["models", "prune"])
        #expect(pruned.status == 0 && pruned.notes.count == 1)
        #expect(scene.blobs.count == 4 && scene.command.has("\(hub)/models--org--words/blobs/abc.incomplete"))
        #expect(TemporaryFolder.list(scene.repository + "/snapshots")?.count == 1)
        #expect(try scene.command.run(["models", "path", "org/small"]).output == new)
        #expect(try scene.command.run(["models", "prune"]).notes == ["there is nothing to remove"])
    }

    @Test("two at once: one downloads, the other waits for it, and both have the model")
    func twoAtOnce() throws {
        let scene = try HubScene()
        // The first 2 MB of the weights take half a second.
        try scene.server.set([
            ["server": "files", "path": HubScene.weights, "do": "slow", "bytes": 20_000_000]
        ])
        var other = Command()
        other.variables = scene.command.variables
        other.variables["XDG_CACHE_HOME"] = scene.command.folder.path + "/cache"
        let first = try scene.command.start(["models", "pull", "org/small"])
        try scene.waitForBytes(1)
        let second = try other.run(["models", "pull", "org/small"])
        let result = first.finish()
        #expect(result.status == 0 && second.status == 0, "\(result.errors) \(second.errors)")
        #expect(result.output == second.output)
        #expect(
            second.notes.contains(
                "another process is downloading open_clip_model.safetensors: waiting for it"))
        #expect(scene.weightRequests == 1)
    }

    @Test(
        "killed in the midst, by Ctrl-C or for good: what came stays, and the next run goes on there",
        arguments: [SIGINT, SIGTERM, SIGKILL])
    func interrupted(signal: Int32) throws {
        let scene = try HubScene()
        try scene.server.set([
            ["server": "files", "path": HubScene.weights, "do": "stall", "bytes": 5_000_000]
        ])
        let run = try scene.command.start(["models", "pull", "org/small"])
        try scene.waitForBytes(5_000_000)
        kill(run.process.processIdentifier, signal)
        let result = run.finish()
        #expect(result.status == (signal == SIGKILL ? -SIGKILL : 128 + signal), "\(result.errors)")
        #expect(scene.blobs.contains(HubScene.weights + ".incomplete"))
        let list = try scene.command.run(["models", "list", "--format", "csv"]).output
        #expect(list.contains("org/small@") && list.contains(",incomplete,"))
        let next = try scene.command.run(["models", "pull", "org/small"])
        #expect(next.status == 0, "\(next.errors)")
        #expect(scene.server.requests.last?.range == "bytes=5000000-" && scene.weightRequests == 2)
        #expect(!scene.blobs.contains { $0.hasSuffix(".incomplete") })
        #expect(try scene.command.run(["tokenize", "a", "--model", "org/small", "-q"]).status == 0)
    }

    @Test("an incomplete file that is being downloaded is neither removed nor pruned")
    func busy() throws {
        let scene = try HubScene()
        try scene.server.set([["server": "files", "path": HubScene.weights, "do": "stall", "bytes": 1000]])
        let run = try scene.command.start(["models", "pull", "org/small"])
        try scene.waitForBytes(1000)
        for arguments in [["models", "remove", "org/small"], ["models", "prune"]] {
            let result = try scene.command.run(arguments)
            #expect(
                result.status == 1 && result.errors.contains("another process is downloading it"),
                "\(arguments)")
        }
        kill(run.process.processIdentifier, SIGTERM)
        _ = run.finish()
        #expect(scene.blobs.contains(HubScene.weights + ".incomplete"))
    }

    @Test("a token is in no output, whatever goes wrong")
    func token() throws {
        var scene = try HubScene()
        scene.command.variables["HF_TOKEN"] = "hf_sesame"
        try scene.server.add("org/gated", "open_clip_config.json", Data("{}".utf8))
        for name in ["org/gated", "org/none", "org/small@v9", "org/small"] {
            let result = try scene.command.run(["models", "pull", name])
            #expect(result.status == (name == "org/small" ? 0 : 1))
            #expect(!(result.errors + result.output).contains("sesame"))
        }
        #expect(
            scene.server.requests.allSatisfy { $0.authorization == ($0.isHub ? "Bearer hf_sesame" : nil) })
        scene.command.variables["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
        _ = try scene.command.run(["models", "pull", "org/gated"])
        #expect(scene.server.requests.last?.authorization == nil)
    }

    @Test("a proxy of the environment is asked instead of the hub, but not for its exceptions")
    func proxy() throws {
        var scene = try HubScene()
        // The server takes the whole address for a path that it does not have: the request is what counts.
        scene.command.variables["http_proxy"] = scene.server.filesEndpoint
        scene.command.variables["HF_ENDPOINT"] = "http://hub.invalid"
        let proxied = try scene.command.run(["models", "pull", "org/small"])
        #expect(proxied.status == 1)
        #expect(
            scene.server.requests.map(\.path) == [
                "http://hub.invalid/api/models/org/small/revision/main?blobs=true"
            ])
        scene.command.variables["HF_ENDPOINT"] = scene.server.endpoint
        scene.command.variables["no_proxy"] = "127.0.0.1,localhost"
        #expect(try scene.command.run(["models", "pull", "org/small"]).status == 0)
    }

    @Test("a slip of the pen is answered with the name that was meant, without asking anyone")
    func nearMiss() throws {
        let scene = try HubScene()
        let result = try scene.command.run([
            "classify", Command.photo("cat.jpg"), "--labels", "a", "--model", "ViT-B/31",
        ])
        #expect(result.status == 1 && result.errors.contains("did you mean ViT-B/32"))
        let absent = try scene.command.run(["models", "info", "openai/clip-vit-base-patch23"])
        #expect(absent.status == 1 && absent.errors.contains("openai/clip-vit-base-patch32"))
        #expect(scene.server.requests.count == 1)
    }
}
