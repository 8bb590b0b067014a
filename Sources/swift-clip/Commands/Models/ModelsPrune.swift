import ArgumentParser
import CLIPHub

extension Models {
    /// `swift-clip models prune`
    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove from the cache what no model needs any more.",
            discussion: """
                Of each CLIP model: revisions that no branch or tag means any more, among them those that were asked \
                for by commit; contents that no revision has; and what interrupted downloads left. Other models in \
                the cache are not touched.
                """)

        @Flag(help: "Remove nothing: only tell what would go.")
        var dryRun = false

        @OptionGroup var talk: TalkOptions

        func run() throws {
            let console = Console(quiet: talk.quiet)
            let cache = try ModelSeeker(isOffline: true, console).cache
            var hasRemoved = false
            for repository in cache.clipRepositories {
                let removed = try repository.prune(isTrial: dryRun)
                guard !removed.isEmpty || removed.isBusy else { continue }
                hasRemoved = true
                try RemovalTalk(console: console, isTrial: dryRun).tell(repository.id.description, removed)
            }
            if !hasRemoved { console.note("there is nothing to remove") }
        }
    }
}
