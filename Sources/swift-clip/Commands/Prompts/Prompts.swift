import ArgumentParser

/// `swift-clip prompts`: which wordings work. Each subcommand has its file beside this one.
struct PromptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompts",
        abstract: "Find the wordings that work, and see why.",
        subcommands: [
            Compare.self,
            Search.self,
            Explain.self,
            Learn.self,
            Lint.self,
        ])
}
