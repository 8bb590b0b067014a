import ArgumentParser
import CLIP
import CLIPData

extension DataCommand {
    /// `swift-clip data inspect`
    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a dataset holds: classes, parts, samples, damage and duplicates.",
            discussion: """
                Every picture is read and decoded, so that what a later run would skip is named now, and a picture \
                that is in two parts, or under two labels, is found by its content. --index only counts.
                """)

        @OptionGroup(title: "Data") var data: DatasetOptions

        @Flag(help: "Count without reading pictures.")
        var index = false

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Samples of each part that are shown.", valueName: "count"))
        var samples = 3

        @Option(help: ArgumentHelp("How the findings are written.", valueName: "format"))
        var format = ReportFormat.table

        @OptionGroup(title: "Inputs") var failures: FailureOptions
        @OptionGroup var talk: TalkOptions

        func validate() throws {
            if !(0...10_000).contains(samples) {
                throw ValidationError("--samples \(samples): give a number from 0 to 10000")
            }
        }

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let opened = try data.open(console)
            let log = try FailureLog(console, failures)
            let progress = ProgressBar(console, noun: "sample")
            var inspector = DatasetInspector()
            inspector.readsPictures = !index
            inspector.examplesPerPart = samples
            let found = try await inspector.inspect(
                opened, split: data.split, progress: { progress.advance(by: $0) },
                failure: { try log.fail(RawPath($0.id), reason: $0.reason) })
            log.succeed(found.parts.reduce(0) { $0 + $1.samples })
            let output = InspectionOutput(opened, found, console)
            switch format {
            case .table: try output.writeTable()
            case .json: try output.writeJSON()
            }
            try console.flush()
            try log.finish(nothing: "no sample found")
        }
    }
}
