import ArgumentParser

/// `swift-clip data`: what labelled and captioned data hold.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Look into labelled and captioned data.",
        subcommands: [Inspect.self])
}
