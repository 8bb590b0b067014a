import ArgumentParser
import CLIP
import CLIPHub

extension Models {
    /// `swift-clip models pull`
    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Download models, or what is new of them, and print their folders.",
            discussion: """
                Only configuration, vocabulary and one form of the weights are downloaded, safetensors where there \
                are some. An interrupted download goes on where it was. Set HF_TOKEN for gated and private models, \
                http_proxy, https_proxy and no_proxy for proxies, HF_ENDPOINT for another hub.
                """)

        @Argument(help: "Models, named as for --model.")
        var models: [String]

        @OptionGroup var talk: TalkOptions

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let seeker = ModelSeeker(isOffline: false, console)
            for name in models {
                let (reference, model) = try HubArgument.model(name)
                let before = try seeker.cached(model)
                let snapshot = try await seeker.snapshot(of: reference, model: model, pulling: true)
                if seeker.opensNothing {
                    console.note("\(name) is here as a whole; offline, the hub is not asked what is new")
                } else if before == snapshot {
                    console.note("\(name) is up to date")
                }
                try console.result(snapshot.folder + "\n")
                try console.flush()
            }
        }
    }
}

/// An argument that names a repository of the hub.
enum HubArgument {
    static func model(_ name: String) throws -> (ModelReference, HubModel) {
        guard let reference = try ModelSeeker.reference(name) else {
            throw CommandFailure.failed("\(name) is part of the command: it is not in the cache")
        }
        switch reference.place {
        case .hub(let model): return (reference, model)
        case .path(let path):
            guard exists(path) else {
                throw CommandFailure.failed(
                    "\(name) is a path, and nothing is there: it is not in the cache; repositories of the hub are named ORG/NAME"
                )
            }
            throw CommandFailure.failed(
                "\(name) is a folder or file of yours: it is not in the cache, and --model takes it as it is")
        }
    }

    /// Whether anything is at a path.
    static func exists(_ path: String) -> Bool { FileIdentity(RawPath(path)) != nil }
}
