import ArgumentParser
import CLIP

/// `swift-clip classify`: pictures sorted by words.
struct Classify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify pictures by labels.",
        discussion: """
            A label's score is its part of softmax(exp(logit_scale) · cosine) over all labels. The cosine \
            beside it is about 0.2 to 0.35 for a good match in published models; "pocket" has higher ones. \
            One label alone has no score; --independent judges each label by itself, against neutral prompts.
            """)

    @Argument(
        help:
            "Pictures and folders; folders are searched to the bottom, \"-\" is a picture on standard input.")
    var pictures: [String] = []

    @OptionGroup(title: "Labels") var labelOptions: LabelOptions
    @OptionGroup(title: "Labels") var textOptions: TextOptions
    @OptionGroup(title: "Answers") var answers: AnswerOptions
    @OptionGroup(title: "Classifiers and copies") var files: ClassifierOptions
    @OptionGroup(title: "Inputs") var list: PathListOptions
    @OptionGroup(title: "Inputs") var failures: FailureOptions
    @OptionGroup(title: "Output") var format: FormatOptions
    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Pictures") var batch: BatchOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        if files.classifier != nil, labelOptions.areGiven {
            throw ValidationError("--classifier brings its labels and templates: leave the others out.")
        }
        if files.probe != nil,
            labelOptions.areGiven || files.classifier != nil || files.saveClassifier != nil
                || files.printPrompts
                || answers.independent
        {
            throw ValidationError(
                "--probe brings its labels and knows no prompts: leave labels, templates, --classifier, --save-classifier, "
                    + "--print-prompts and --independent out.")
        }
        if files.printPrompts, files.classifier != nil {
            throw ValidationError("--print-prompts prints what labels become: give labels, not --classifier.")
        }
        let needsPictures = !files.printPrompts && files.saveClassifier == nil
        if needsPictures || !pictures.isEmpty || list.pathsFrom != nil { try list.checkInputs(pictures) }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        // Here and not in validate(), which comes before options are named that do not exist: --lables, for example.
        if files.classifier == nil, files.probe == nil, !labelOptions.nameLabels {
            throw CommandFailure.usage(
                "no labels: give --labels cat,dog, --labels-file FILE, --classifier FILE or --probe FILE")
        }
        if files.printPrompts { return try printPrompts(console) }
        if let path = files.saveClassifier { try WritableName.check(RawPath(argument: path)) }
        // A classifier brings the labels' vectors: the text tower has nothing to do.
        let isMade = files.classifier != nil || files.probe != nil
        let needs: Towers = !isMade || files.saveClassifier != nil ? .both : .vision
        let session = try await Session(
            modelOptions, console, needs: needs, imageSize: pictureOptions.imageSize,
            precision: try files.probe.map(PrecisionName.init(ofProbe:)) ?? .auto)
        try await session.whole {
            let classifier = try await classifier(session)
            guard !pictures.isEmpty || list.pathsFrom != nil else { return }
            try answers.check(classifier, console)
            try await classify(by: classifier, session)
        }
    }

    private func classifier(_ session: Session) async throws -> PictureClassifier {
        if let probe = files.probe { return .head(try session.probe(probe), session.clip.compute) }
        let classifier = try await files.classifier(labelOptions, textOptions, answers, session)
        try files.save(classifier, session)
        return .words(classifier)
    }

    private func classify(by classifier: PictureClassifier, _ session: Session) async throws {
        let console = session.console
        session.noteRecipe(pictureOptions)
        let log = try FailureLog(console, failures)
        if files.copyTo != nil { try ClassFolders.check(classifier.labels) }
        let copies = try files.copyTo.map { try ClassFolders(RawPath(argument: $0)) }
        var output = ClassifyOutput(format.format, console, classifier, top: answers.top)
        try output.begin(session.origin(pictureOptions))
        let paths = try list.all(pictures)
        let progress = ProgressBar(console, noun: "picture")
        if paths.list == nil { progress.expectPictures(in: paths.named) }
        var run = PictureRun(session, pictures: pictureOptions, batch: batch, progress: progress)
        run.output = classifier.output(session.clip)
        let listing = paths.listing(excluding: copies?.identity)
        do {
            let stopped = try await run.over(listing) { outcomes, rows in
                let predictions = classifier.classify(rows, top: answers.top)
                try write(outcomes, predictions, to: &output, log, copies)
                try console.flush()
            }
            progress.finish()
            try output.end(interrupted: stopped != nil)
            if let stopped { throw CommandFailure.interrupted(by: stopped) }
        } catch let failure as CommandFailure where failure.status == 1 {
            // Stopped at a failure: what was written so far becomes a whole document.
            progress.finish()
            try output.end(interrupted: true)
            throw failure
        }
        try log.finish(nothing: "no pictures found: endings looked for are \(PictureListing.endingsInWords)")
    }

    /// Writes what became of a batch, in order.
    private func write(
        _ outcomes: [PictureOutcome], _ predictions: [[Prediction]], to output: inout ClassifyOutput,
        _ log: FailureLog, _ copies: ClassFolders?
    ) throws(CommandFailure) {
        var predictions = predictions.makeIterator()
        for outcome in outcomes {
            switch outcome {
            case .failed(let path, let reason):
                try output.failure(path, reason: reason)
                try log.fail(path, reason: reason)
            case .read(let file):
                let best = answers.answer(predictions.next() ?? [])
                if let reason = copies?.copy(file.path, to: best.first?.label ?? "") {
                    try output.failure(file.path, reason: reason)
                    try log.fail(file.path, reason: reason)
                } else {
                    try output.result(file, best)
                    log.succeed(1)
                }
            }
        }
    }

    private func printPrompts(_ console: Console) throws {
        let (labels, prompts) = try labelOptions.resolve()
        for note in labels.notes { console.note(note) }
        for label in labels.labels {
            for prompt in try prompts.prompts(for: label) { try console.result("\(label)\t\(prompt)\n") }
        }
        try console.flush()
    }
}
