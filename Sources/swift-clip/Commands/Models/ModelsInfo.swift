import ArgumentParser
import CLIP
import CLIPHub

extension Models {
    /// `swift-clip models info`
    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Describe a model.",
            discussion: """
                The family is OpenCLIP's name of the architecture that has the model's sizes. Licence and ImageNet's \
                top-1 are those that are published for the checkpoint, where it is a published one and they are known; \
                else the licence is what the README.md beside the model states.
                """)

        @Argument(help: "A model, named as for --model.")
        var model = BundledName.pocket

        @OptionGroup(title: "Output") var format: FormatOptions
        @OptionGroup var examined: ExaminedModelOptions

        func run() async throws {
            let console = Console(quiet: false)
            let found = try await ModelSeeker(isOffline: examined.hub.offline, console).find(model)
            let clip = try await CLIPModel.load(
                found.source, options: found.completing(examined.loading))
            for assumption in clip.assumptions { console.note(assumption) }
            try ModelOutput(format.format, console).info(clip, found.reference?.card)
        }
    }
}
