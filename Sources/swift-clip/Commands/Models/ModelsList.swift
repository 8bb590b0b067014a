import ArgumentParser
import CLIP

extension Models {
    /// `swift-clip models list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models that can be asked for by name.",
            discussion: "Any folder in OpenCLIP's or Hugging Face's layout can be given to --model as well.")

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() async throws {
            let console = Console(quiet: false)
            let clip = try await Session.load(BundledName.pocket, threads: nil)
            try ModelOutput(format.format, console).list([clip])
        }
    }
}
