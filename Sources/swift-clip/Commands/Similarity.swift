import ArgumentParser
import CLIP

/// `swift-clip similarity`: cosines of pictures with texts or with other pictures.
struct Similarity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare pictures with texts, or with other pictures.",
        discussion: """
            Prints the cosine, the logit (exp(logit_scale) · cosine) and the picture's softmax over the \
            texts. In published models a picture and a text that fit have a cosine of about 0.2 to 0.35; two \
            pictures have high cosines even when they show different things.
            """)

    @Argument(help: "Pictures and folders; \"-\" is a picture on standard input.")
    var pictures: [String] = []

    @OptionGroup(title: "Compared with") var compared: ComparedOptions
    @OptionGroup(title: "Compared with") var textOptions: TextOptions
    @OptionGroup(title: "Inputs") var list: PathListOptions
    @OptionGroup(title: "Inputs") var failures: FailureOptions
    @OptionGroup(title: "Output") var format: FormatOptions
    @OptionGroup(title: "Pictures") var pictureOptions: PictureOptions
    @OptionGroup(title: "Pictures") var batch: BatchOptions
    @OptionGroup(title: "Model") var modelOptions: ModelOptions
    @OptionGroup var talk: TalkOptions

    private var text: [String] { compared.text }
    private var image: [String] { compared.image }

    func validate() throws {
        if text.isEmpty == image.isEmpty {
            throw ValidationError("Give either texts with --text or other pictures with --image.")
        }
        if pictures.isEmpty, list.pathsFrom == nil {
            throw ValidationError(
                "No pictures: name them before --text or --image, which take everything behind them.")
        }
        try list.checkInputs(pictures + image.filter { $0 == "-" })
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        let session = try await Session(
            modelOptions, console, needs: text.isEmpty ? .vision : .both,
            imageSize: pictureOptions.imageSize)
        try await session.whole { try await compare(session, console) }
    }

    private func compare(_ session: Session, _ console: Console) async throws {
        session.noteRecipe(pictureOptions)
        let log = try FailureLog(console, failures)
        let images = try await embed(try list.all(pictures).listing(), session, log)
        var output = SimilarityOutput(format.format, console, images.pictures)
        var failed = images.failed
        var stop = images.stop
        var pairs = images.pictures.count
        if text.isEmpty {
            let others = try await embed(
                stop == nil ? PictureListing(image.map(RawPath.init(argument:))) : PictureListing([]),
                session, log)
            failed += others.failed
            stop = stop ?? others.stop
            pairs = min(pairs, others.pictures.count)
            output.add(others: others.pictures, cosines: images.rows.products(with: others.rows))
        } else {
            try TruncationNote(session, textOptions.onLong).check(text)
            ScriptNote.check(text, console)
            let rows = try await session.textVectors.ensembles(text.map { [$0] })
            if text.count == 1 {
                console.note("one text alone has no probability: softmax would always say 100 %")
            }
            output.add(texts: text, session.clip.similarity(images.rows, rows))
        }
        if log.succeeded > 0 { try output.write(session.origin(pictureOptions), failed: failed) }
        if let stop { throw stop }
        do { try log.finish(nothing: "no pictures found") } catch {
            throw pairs == 0 ? CommandFailure(status: 1, message: error.message) : error
        }
    }

    private typealias Embedded = (
        pictures: [PictureFile], rows: EmbeddingMatrix, failed: [(path: RawPath, reason: String)],
        stop: CommandFailure?
    )

    private func embed(
        _ listing: PictureListing, _ session: Session, _ log: FailureLog
    ) async throws -> Embedded {
        var pictures: [PictureFile] = []
        var failed: [(path: RawPath, reason: String)] = []
        var values: [Float] = []
        let progress = ProgressBar(session.console, noun: "picture")
        let run = PictureRun(session, pictures: pictureOptions, batch: batch, progress: progress)
        var stop: CommandFailure?
        do {
            let stopped = try await run.over(listing) { outcomes, rows in
                values += rows.values
                for outcome in outcomes {
                    switch outcome {
                    case .read(let file): pictures.append(file)
                    case .failed(let path, let reason):
                        failed.append((path, reason))
                        try log.fail(path, reason: reason)
                    }
                }
            }
            if let stopped { throw CommandFailure.interrupted(by: stopped) }
        } catch let failure as CommandFailure where failure.status == 1 {
            // Stopped at a failure: what was compared so far is written.
            stop = failure
            values.removeLast(values.count - pictures.count * session.clip.configuration.embedDimension)
        }
        progress.finish()
        log.succeed(pictures.count)
        let dimension = session.clip.configuration.embedDimension
        return (
            pictures, EmbeddingMatrix(rows: pictures.count, dimension: dimension, values: values), failed,
            stop
        )
    }
}
