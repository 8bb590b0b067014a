import ArgumentParser
import CLIP

/// `swift-clip models`: which models there are, and what one is made of.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with the command, or describe one.",
        subcommands: [List.self, Info.self])

    /// `swift-clip models list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models that can be asked for by name.",
            discussion: "Any folder in OpenCLIP's or Hugging Face's layout can be given to --model as well.")

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() async throws {
            let console = Console(quiet: false)
            let clip = try await Session.load(BundledName.pocket, LoadingOptions(), threads: nil)
            try ModelOutput(format.format, console).list([clip])
        }
    }

    /// `swift-clip models info`
    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Describe a model.")

        @Argument(help: "A model's folder, or the name of a bundled model.")
        var model = BundledName.pocket

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() async throws {
            let console = Console(quiet: false)
            let clip = try await Session.load(model, LoadingOptions(needs: []), threads: nil)
            try ModelOutput(format.format, console).info(clip)
        }
    }
}
