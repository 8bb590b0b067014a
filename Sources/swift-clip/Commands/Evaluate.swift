import ArgumentParser
import CLIP
import CLIPData
import CLIPEvaluation

/// `swift-clip evaluate`: how well a model does on labelled or captioned pictures.
struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a model on labelled or captioned pictures.",
        discussion: """
            Classes are told apart by words alone, captions and pictures are looked for among each other; every \
            number has its 95 % interval. Vectors are kept by the pictures' content: a second run, with other prompts \
            for example, reads no picture.

            --label-quality FILE lists the pictures whose label is doubtful. Write the right class (or \"keep\") in the \
            column fix, look at what --apply-fixes FILE would move, and add --move to do it.
            """)

    @OptionGroup(title: "Data") var data: DatasetOptions
    @OptionGroup(title: "Prompts") var templates: TemplateOptions
    @OptionGroup(title: "Prompts") var textOptions: TextOptions
    @OptionGroup(title: "Measures") var measures: MeasureOptions
    @OptionGroup(title: "Robustness") var corruption: CorruptionOptions
    @OptionGroup(title: "Results") var results: ResultOptions
    @OptionGroup(title: "Results") var pages: PageOptions
    @OptionGroup(title: "Label fixes") var fixes: FixOptions
    @OptionGroup(title: "Inputs") var failures: FailureOptions
    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Pictures") var batch: BatchOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        guard measures.probe != nil else { return }
        if templates.areGiven { throw ValidationError("--probe knows no prompts: leave templates out.") }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        let dataset = try data.open(console)
        if let list = fixes.applyFixes {
            return try FixRun(dataset, root: RawPath(argument: data.dataset), console)
                .run(RawPath(argument: list), moves: fixes.move, trusts: fixes.despiteWeakModel)
        }
        if let sheet = corruption.corruptPreview {
            return try await preview(dataset, to: RawPath(argument: sheet), console)
        }
        let planned = try PlannedTask(dataset, self)
        try results.checkWritable()
        let report = try pages.folder()
        let baseline = try results.baseline.map { try BaselineFile.read(RawPath(argument: $0)) }
        let session = try await Session(
            modelOptions, console,
            needs: planned.task == .imageRetrieval || measures.probe != nil ? .vision : .both,
            imageSize: pictureOptions.imageSize, precision: .f32)
        try await session.whole {
            session.noteRecipe(pictureOptions)
            let log = try FailureLog(console, failures)
            let probe = try measures.probe.map { try EvaluatedProbe(session.probe($0), dataset) }
            let run = EvaluationRun(session, self, planned.task, log, probe)
            var result = try await run.result(of: dataset, baseline: baseline)
            result.robustness = try await RobustnessRun(session: session, command: self, probe: probe)
                .result(of: result, in: dataset)
            try write(result, session)
            if let report { try EvaluationReport.write(result, of: dataset, to: report, console) }
            try log.finish(nothing: "no pictures found")
        }
    }

    private func preview(_ dataset: OpenedDataset, to sheet: RawPath, _ console: Console) async throws {
        let session = try await Session(
            modelOptions, console, needs: .vision, imageSize: pictureOptions.imageSize)
        try CorruptionPreview(
            reader: session.reader(pictureOptions), options: corruption, console: console
        ).write(
            dataset, split: try data.partToReport(dataset, console), seed: UInt64(measures.seed), to: sheet)
    }

    /// Files first, so that who reads only the first lines has them, too; a file that cannot be written keeps nobody
    /// from reading what was found.
    private func write(_ result: EvaluationResult, _ session: Session) throws {
        let document = EvaluationJSON(result, pretrained: modelOptions.model)
        let kept = Result { try keep(result, document, session) }
        switch results.format {
        case .json: try session.console.result(document.text + "\n")
        case .table: try EvaluationTable(session.console).write(result)
        }
        try session.console.flush()
        try kept.get()
    }

    private func keep(_ result: EvaluationResult, _ document: EvaluationJSON, _ session: Session) throws {
        if let output = results.output {
            try ReplacedFile.write([Array((document.text + "\n").utf8)], to: RawPath(argument: output))
            session.console.note("result kept in \(output)")
        }
        if let predictions = results.predictions {
            try PredictionsFile.write(
                result, to: RawPath(argument: predictions), session.clip.compute)
            session.console.note("predictions kept in \(predictions)")
        }
        if let file = results.labelQuality, let quality = result.labelQuality {
            try LabelQualityFile.write(quality, of: result.features, to: RawPath(argument: file))
            session.console.note(
                "\(DisplayNumber.count(quality.issues.count, "doubtful label")) in \(file), the worst first")
            if quality.agreement.isWeak { session.console.say(LabelWords.weakness(quality.agreement)) }
        }
    }
}
