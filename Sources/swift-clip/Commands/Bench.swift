import ArgumentParser
import CLIP

/// `swift-clip bench`: how fast a model is here.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how many pictures or texts a model encodes in a second.",
        discussion: """
            Pictures are made up and have the model's size already; the ones named are read, decoded and cropped where \
            --stages or --trace ask for every step. The share of the ceiling is the work that the architecture asks \
            for, by time, by what this processor multiplies on registers alone, measured before and after on as many \
            threads. Rows that nobody reads are not computed, and counted all the same.
            """)

    @Argument(help: "Pictures to decode and crop where stages are measured.")
    var pictures: [String] = []

    @Option(
        help: ArgumentHelp("The model, as other commands take it.", valueName: "model"))
    var model = BundledName.pocket

    @OptionGroup(title: "Measurement") var options: BenchOptions
    @Option(help: ArgumentHelp("How results are written.", valueName: "format"))
    var format = ReportFormat.table
    @OptionGroup var examined: ExaminedModelOptions
    @OptionGroup var talk: TalkOptions

    func validate() throws {
        if !pictures.isEmpty, !options.measuresStages {
            throw ValidationError(
                "Pictures are looked at where stages are measured: give --stages or --trace")
        }
        if !pictures.isEmpty, options.tower == .text {
            throw ValidationError("Pictures do not go through the text tower: leave them out")
        }
    }

    func run() async throws {
        let console = Console(quiet: talk.quiet)
        if let trace = options.trace { try WritableName.check(RawPath(argument: trace)) }
        let run = try await BenchRun(
            model: model, examined, options, pictures: pictures.map(RawPath.init(argument:)), console)
        let report = try await run.measure()
        if let trace = options.trace, let timeline = run.timeline {
            try ReplacedFile.write([ChromeTrace(timeline).bytes], to: RawPath(argument: trace))
        }
        try BenchOutput(format, console).write(report)
    }
}
