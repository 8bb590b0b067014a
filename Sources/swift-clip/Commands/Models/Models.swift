import ArgumentParser

/// `swift-clip models`: which models there are, and what one is made of. Each subcommand has its file beside this one.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with the command, or describe one.",
        subcommands: [
            List.self,
            Info.self,
            Convert.self,
        ])
}
