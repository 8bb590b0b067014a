import ArgumentParser
import CLIP

extension Models {
    /// `swift-clip models diff`
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare two models: settings, tokenizer, and every number.",
            discussion: """
                Tensors are compared by what they are in either layout, and by value, whatever type they are stored \
                in. Only what differs is listed. Status 0 if the two give the same embeddings, 4 if not.
                """)

        @Argument(help: "A model, named as for --model.")
        var first: String

        @Argument(help: "Another one.")
        var second: String

        @OptionGroup(title: "Output") var format: FormatOptions
        @OptionGroup var examined: ExaminedModelOptions

        func run() async throws {
            let console = Console(quiet: false)
            let left = try await examined.load(first, console)
            let right = try await examined.load(second, console)
            let difference = try ModelDifference(left, right) { Interruption.hasCome() }
            try DifferenceOutput(difference, format.format, console).print()
            if !difference.isEmpty { throw CommandFailure(status: 4, message: nil) }
        }
    }
}
