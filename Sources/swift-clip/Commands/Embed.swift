import ArgumentParser
import CLIP

/// `swift-clip embed`: pictures or texts as vectors in a file.
struct Embed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn pictures or texts into vectors in a file.",
        discussion: """
            Rows are in listing order, each with its path and the SHA-256 of the file. While it runs, the \
            output is called x.npy.partial; --resume goes on with that, and a killed run loses no more \
            than the pictures at hand.
            """)

    @Argument(help: "Pictures and folders; \"-\" is a picture on standard input.")
    var pictures: [String] = []

    @OptionGroup(title: "Texts") var texts: EmbeddedTextOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions
    @OptionGroup(title: "Output") var embedOptions: EmbedOptions
    @OptionGroup(title: "Inputs") var list: PathListOptions
    @OptionGroup(title: "Inputs") var failures: FailureOptions
    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Pictures") var batch: BatchOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    private var text: [String] { texts.text }
    private var textsFile: String? { texts.textsFile }
    private var embedsTexts: Bool { !text.isEmpty || textsFile != nil }

    func validate() throws {
        if !text.isEmpty, textsFile != nil { throw ValidationError("Give --text or --texts-file, not both.") }
        if embedsTexts, !pictures.isEmpty || list.pathsFrom != nil {
            throw ValidationError("Give pictures or texts, not both: they go into files of their own.")
        }
        if embedsTexts, let size = pictureOptions.imageSize {
            throw ValidationError("--image-size \(size): texts have no size; leave it out.")
        }
        if !embedsTexts { try list.checkInputs(pictures) }
        if let failed = failures.failed, let target = EmbeddingTarget(RawPath(argument: embedOptions.output)),
            target.names.contains(RawPath(argument: failed))
        {
            throw ValidationError("--failed \(failed): that is a file of --output; give it another name.")
        }
        if batch.batchSize > 1000 {
            throw ValidationError(
                "--batch-size \(batch.batchSize): at most 1000 here; a killed run loses a batch")
        }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        // Its ending was looked at while the arguments were read.
        guard let target = EmbeddingTarget(RawPath(argument: embedOptions.output)) else { return }
        if let folder = target.folder {
            throw CommandFailure.failed("cannot write \(folder.text): it is a folder")
        }
        if let foreign = target.foreign {
            throw CommandFailure.failed(
                "\(foreign.text) is there and holds something else; it would be replaced: give --output another name"
            )
        }
        for picture in pictures where picture != "-" {
            try Overwriting.check(RawPath(argument: picture), by: target.path)
        }
        let isFinished = try isFinished(target)
        let session = try await Session(
            modelOptions, console, needs: embedsTexts ? .text : .vision,
            imageSize: pictureOptions.imageSize)
        let hidden = try embedOptions.hidden.map { try self.hidden($0, session.clip) }
        let header = EmbeddingHeader(
            kind: embedsTexts ? .text : .image, origin: session.origin(embedsTexts ? nil : pictureOptions),
            dimension: hidden.map { $0.tokens * $0.width } ?? session.clip.configuration.embedDimension,
            hidden: hidden, element: embedOptions.dtype.element,
            normalised: !embedOptions.raw && hidden == nil, shard: embedOptions.shard?.text,
            isStrict: modelOptions.strict)
        let log = try FailureLog(console, failures)
        let rows: Int?
        if embedsTexts {
            let texts = try textsFile.map { try TextInputs.lines(of: $0) } ?? text
            try TruncationNote(session, textOptions.onLong).check(texts)
            ScriptNote.check(texts, console)
            let embedding = TextEmbedding(session, target, header, embedOptions)
            rows =
                try await isFinished
                ? embedding.checkFinished(texts) : embedding.run(texts, batch.batchSize)
        } else {
            session.noteRecipe(pictureOptions)
            let paths = try list.all(pictures)
            let progress = ProgressBar(console, noun: "picture")
            if paths.list == nil, embedOptions.shard == nil, !isFinished {
                progress.expectPictures(in: paths.named)
            }
            var run = PictureRun(
                session, pictures: pictureOptions, batch: batch, progress: progress,
                normalised: !embedOptions.raw)
            if let hidden { run.output = .hidden(hidden) }
            let embedding = PictureEmbedding(run, target, header, embedOptions, log)
            rows =
                try await isFinished
                ? embedding.checkFinished(paths.listing()) : embedding.run(paths.listing())
        }
        if isFinished {
            console.note("\(target.path.text) is finished; without --resume it is made anew")
        } else if let rows {
            let kind = hidden != nil ? "hidden state" : embedOptions.raw ? "raw vector" : "unit vector"
            console.note(
                "\(DisplayNumber.count(rows, kind)) of \(header.shape.map(String.init).joined(separator: " × ")) "
                    + "\(embedOptions.dtype.rawValue) in \(target.path.text)")
        }
        if !embedsTexts, rows != 0 || log.failed > 0 { try log.finish(nothing: "no pictures found") }
    }

    /// The layer that the options name.
    private func hidden(_ number: Int, _ clip: CLIPModel) throws(CommandFailure) -> HiddenLayer {
        let (layer, first) =
            embedsTexts
            ? (clip.configuration.text?.hidden(number), clip.configuration.text?.hidden(-1))
            : (clip.configuration.vision?.hidden(number), clip.configuration.vision?.hidden(-1))
        guard let last = first?.depth else {
            throw .usage("--hidden \(number): a ResNet has no sequence of tokens")
        }
        guard let layer else {
            throw .usage(
                "--hidden \(number): the tower has \(last) blocks; give a number from \(-last - 1) to \(last)"
            )
        }
        return layer
    }

    /// Looks at what earlier runs left.
    ///
    /// - Returns: true when `--resume` finds a finished file.
    private func isFinished(_ target: EmbeddingTarget) throws -> Bool {
        switch target.state {
        case .unnamedLines where embedOptions.resume:
            try target.nameLines()
        case .fresh: break
        case .unfinished, .unnamedLines:
            if embedOptions.resume { return false }
            throw CommandFailure.failed(
                "\(target.matrixAside.text) is left from a run that did not finish: go on with --resume, "
                    + "or delete it to start again")
        }
        return embedOptions.resume && target.exists
    }
}
