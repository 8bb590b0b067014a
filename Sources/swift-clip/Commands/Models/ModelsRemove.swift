import ArgumentParser
import CLIPHub

extension Models {
    /// `swift-clip models remove`
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove downloaded models from the cache.",
            discussion:
                "All of a repository, or with @REVISION what only that revision has. Python loses them as well."
        )

        @Argument(help: "Models, named as for --model.")
        var models: [String]

        @Flag(help: "Remove nothing: only tell what would go.")
        var dryRun = false

        @OptionGroup var talk: TalkOptions

        func run() throws {
            let console = Console(quiet: talk.quiet)
            let cache = try ModelSeeker(isOffline: true, console).cache
            for name in models {
                let (_, model) = try HubArgument.model(name)
                let repository = cache.repository(model.id)
                let isWhole =
                    model.revision == HubModel.defaultRevision && !name.hasSuffix("@" + model.revision)
                let removed: RemovedFiles
                if isWhole {
                    guard repository.isThere else { throw notThere(name, repository) }
                    removed = try repository.remove(isTrial: dryRun)
                } else {
                    guard let commit = repository.commit(of: model.revision),
                        repository.commits.contains(commit)
                    else { throw notThere(name, repository) }
                    removed = try repository.remove(commit, isTrial: dryRun)
                }
                try RemovalTalk(console: console, isTrial: dryRun).tell(name, removed)
            }
        }

        private func notThere(_ name: String, _ repository: CachedRepository) -> CommandFailure {
            .failed("\(name) is not in the cache: nothing of it is in \(repository.path)")
        }
    }
}
