import ArgumentParser
import CLIP
import CLIPHub

extension Models {
    /// `swift-clip models list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models that are on this machine.",
            discussion: """
                The bundled one, and those in the cache, each by the name that --model takes. Any folder in \
                OpenCLIP's or Hugging Face's layout can be given to --model as well.
                """)

        @Flag(help: "Also the published checkpoints that can be downloaded.")
        var all = false

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() async throws {
            let console = Console(quiet: false)
            let bundled = try await Session.load(BundledName.pocket, threads: nil, console)
            var listings = [ModelListing(bundled: bundled)]
            // Without a home there is no cache, and nothing in it.
            let (cached, others) = (try? ModelSeeker(isOffline: true, console).cache.models()) ?? ([], 0)
            listings += cached.map(ModelListing.init(cached:))
            if all {
                let here = Set(cached.map(\.name))
                listings += ModelCard.all.filter { !$0.isTwin }.map(ModelListing.init(card:))
                    .filter { !here.contains($0.name) }
            }
            try ModelListOutput(format: format.format, console: console).write(listings)
            if others > 0 {
                console.note(
                    "the cache holds \(DisplayNumber.count(others, "other model")), not CLIP's, not listed")
            }
        }
    }
}
