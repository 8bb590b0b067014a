import ArgumentParser
import CLIP
import CLIPData
import CLIPEvaluation
import CLIPReports

extension PromptsCommand {
    /// `swift-clip prompts compare`
    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare sets of prompts on the same labelled pictures.",
            discussion: """
                Each set's accuracy with a 95 % interval, what it gains and loses against the first set, whether that \
                is more than chance (McNemar's test; p made larger for several sets by Holm's rule), and what its \
                templates do alone. Ways of calling the classes are compared with --names raw --names cleaned: \
                cleaned names are not always better.
                """)

        @OptionGroup(title: "Data") var data: DatasetOptions
        @OptionGroup(title: "Sets") var sets: PromptSetOptions
        @OptionGroup(title: "Sets") var naming: NamingOptions
        @OptionGroup(title: "Texts") var textOptions: TextOptions
        @OptionGroup(title: "Intervals") var drawing: BootstrapOptions

        @Option(help: ArgumentHelp("How the result is written.", valueName: "format"))
        var format = ReportFormat.table
        @OptionGroup(title: "Results") var pages: PageOptions

        @OptionGroup(title: "Inputs") var failures: FailureOptions
        @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
        @OptionGroup(title: "Pictures") var batch: BatchOptions
        @OptionGroup(title: "Model") var modelOptions: ModelOptions
        @OptionGroup var talk: TalkOptions

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            let opened = try data.open(console)
            let compared = try sets.sets(opened.classes, naming)
            let part = try data.partToReport(opened, console)
            let report = try pages.folder()
            let session = try await Session(
                modelOptions, console, needs: .both, imageSize: pictureOptions.imageSize, precision: .f32)
            try await session.whole {
                session.noteRecipe(pictureOptions)
                try TruncationNote(session, textOptions.onLong).check(compared.flatMap { $0.texts.joined() })
                let log = try FailureLog(console, failures)
                let features = try await session.features(
                    of: opened, split: part, pictures: pictureOptions, batch: batch, log: log)
                let vectors = session.textVectors
                let compute = session.clip.compute
                let bootstrap = Bootstrap(seed: drawing.seed, resamples: drawing.resamples, compute: compute)
                let comparison = try await doOrLeave {
                    try await PromptComparison(
                        features, sets: compared, bootstrap: bootstrap, compute: compute
                    ) {
                        texts in try await vectors.ensembles(texts.map { [$0] })
                    }
                }
                let output = ComparisonOutput(console: console, comparison: comparison)
                switch format {
                case .table: try output.writeTables()
                case .json:
                    let origin = session.origin(pictureOptions)
                    try output.writeJSON(
                        origin + [
                            (name: "dataset", value: .string(opened.name)),
                            (name: "split", value: part.map(JSONText.string) ?? .null),
                        ])
                }
                try console.flush()
                if let report {
                    let facts = ReportWords.facts(
                        dataset: opened.name, split: part, model: session.clip.name, space: session.space.hex,
                        recipe: session.recipe(pictureOptions))
                    try report.write(
                        PromptComparisonReport(comparison).page(dataset: opened.name, facts: facts).files())
                    console.note("report in \(report.page.text)")
                }
                try log.finish(nothing: "no picture found")
            }
        }
    }
}
