import ArgumentParser
import CLIP

/// `swift-clip models`: which models there are, and what one is made of.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that come with the command, or describe one.",
        subcommands: [List.self, Info.self])

    /// `swift-clip models list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the models that can be named.")

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() async throws {
        }
    }

    /// `swift-clip models info`
    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Describe a model.")

        @Argument(help: "A model's folder, or the name of a bundled model.")
        var model = BundledName.pocket

        @OptionGroup(title: "Output") var format: FormatOptions

        func run() async throws {
        }
    }
}
