import ArgumentParser
import CLIP
import CLIPData
import CLIPEvaluation

extension PromptsCommand {
    /// `swift-clip prompts lint`
    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look through labels and templates for what goes wrong.",
            discussion: """
                Finds labels that the model cannot tell apart, words of several meanings, negations, names that the \
                tokenizer breaks up or the context cuts off, names of files and folders, labels whose texts lie much \
                nearer to each other than the others, articles that do not fit the template, and labels that judge \
                people by what no picture shows. The rules are for English; nothing is changed.
                """)

        @Argument(help: "A dataset whose classes are looked through, instead of labels.")
        var dataset: String?

        @OptionGroup(title: "Labels") var labelOptions: LabelOptions

        @Option(help: ArgumentHelp("How the findings are written.", valueName: "format"))
        var format = ReportFormat.table

        @Flag(help: "End with status 1 where a finding is a warning or an error.")
        var strict = false

        @Option(
            help: ArgumentHelp(
                "The model whose tokenizer and text tower read the labels, as for \"classify\".",
                valueName: "model"))
        var model = BundledName.pocket

        @OptionGroup(title: "Model") var modelOptions: ExaminedModelOptions
        @OptionGroup var talk: TalkOptions

        /// The pairs of more labels are not looked at: their number grows with the square.
        private static let mostCompared = 4096

        func validate() throws {
            let namesLabels =
                labelOptions.labels != nil || !labelOptions.label.isEmpty || labelOptions.labelsFile != nil
            if dataset != nil, namesLabels {
                throw ValidationError("Give a dataset or labels, not both.")
            }
            if dataset == nil, !labelOptions.nameLabels {
                throw ValidationError("No labels: give --labels cat,dog, --labels-file FILE or a dataset.")
            }
        }

        func run() async throws {
            let console = Console(quiet: talk.quiet)
            var (given, prompts) = try labelOptions.given()
            if let dataset {
                given = try OpenedDataset(rawPath: RawPath(argument: dataset)).classes.map(\.name)
            }
            let texts = LabelLint.texts(of: given)
            guard !texts.isEmpty else {
                throw CommandFailure.failed("there is no label: give some with --labels cat,dog or in a file")
            }
            var options = modelOptions.loading
            options.needs = .text
            let clip = try await Session.load(
                model, options: options, threads: nil, isOffline: modelOptions.hub.offline, console)
            for assumption in clip.assumptions { console.note(assumption) }
            let templates: [PromptTemplate]? =
                if case .templates(let templates) = prompts { templates } else { nil }
            let lint = LabelLint(tokenizer: clip.tokenizer, contextLength: clip.contextLength)
            let findings = lint.findings(
                labels: given, templates: templates, vectors: try await vectors(texts, prompts, clip, console)
            )
            let output = LintOutput(
                console: console, findings: findings, labels: texts.count, templates: prompts.descriptions)
            try output.write(format, model: clip.name)
            if strict, output.grave > 0 {
                throw CommandFailure.failed(
                    "\(DisplayNumber.count(output.grave, "finding")) of the kind that --strict refuses")
            }
        }

        private func vectors(
            _ texts: [String], _ prompts: Prompts, _ clip: CLIPModel, _ console: Console
        ) async throws -> EmbeddingMatrix? {
            guard texts.count >= NearlyEqualLabels.fewestLabels else { return nil }
            guard texts.count <= Self.mostCompared else {
                console.note(
                    "\(DisplayNumber.count(texts.count, "label")): how near their texts lie is only looked at up to "
                        + DisplayNumber.grouped(Self.mostCompared))
                return nil
            }
            return try await TextVectors(clip).ensembles(try texts.map { try prompts.prompts(for: $0) })
        }
    }
}
