import ArgumentParser
import CLIP

extension Models {
    /// `swift-clip models info`
    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Describe a model.")

        @Argument(help: "A model, named as for --model.")
        var model = BundledName.pocket

        @OptionGroup(title: "Output") var format: FormatOptions
        @OptionGroup var hub: HubOptions

        func run() async throws {
            let console = Console(quiet: false)
            let clip = try await Session.load(model, threads: nil, isOffline: hub.offline, console)
            try ModelOutput(format.format, console).info(clip)
        }
    }
}
