import ArgumentParser
import CLIP

extension Models {
    /// `swift-clip models prepare`
    struct Prepare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lay a model's weights out for this processor, so that it starts faster.",
            discussion: """
                The prepared weights go into the cache, take as much space as the weights in 32 bits, and are used by \
                every later command with the same model. Ones that are there already are checked, and made again where \
                they are damaged. "swift-clip cache clear" removes them.
                """)

        @Argument(help: "A model, named as for --model.")
        var model: String

        @Option(
            help:
                "Numbers that products are to be computed in; auto is what commands take that are not told otherwise."
        )
        var precision = PrecisionName.auto

        @OptionGroup(title: "Output") var format: FormatOptions
        @OptionGroup var examined: ExaminedModelOptions

        func run() async throws {
            let console = Console(quiet: false)
            let cache = DiskCache.standard()
            _ = try Cache.folder(of: cache)
            let clip = try await examined.load(model, precision: precision.precision, console)
            let towers = try await clip.prepare(in: cache)
            guard !towers.isEmpty else {
                throw CommandFailure.failed("\(clip.name) comes with the command and needs no preparation")
            }
            try ModelOutput(format.format, console).prepared(towers)
        }
    }
}
