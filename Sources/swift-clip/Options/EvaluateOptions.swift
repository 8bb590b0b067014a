import ArgumentParser
import CLIP
import CLIPEvaluation

/// What can be measured, as CLIP_benchmark calls it where it does.
enum TaskName: String, ExpressibleByArgument, CaseIterable {
    case classification = "zeroshot_classification"
    case captionRetrieval = "zeroshot_retrieval"
    case multiLabel = "multilabel"
    case imageRetrieval = "image_retrieval"

    var task: EvaluationTask {
        switch self {
        case .classification: .classification
        case .captionRetrieval: .captionRetrieval
        case .multiLabel: .multiLabel
        case .imageRetrieval: .imageRetrieval
        }
    }
}

/// What is measured.
struct MeasureOptions: ParsableArguments {
    @Option(help: "What is measured; left out, the data decide.")
    var task: TaskName?

    @Option(
        help: ArgumentHelp(
            "Hold a class out of the labels, and report how well scores, which classify --unknown SCORE goes by, tell its "
                + "pictures from the others; can be given again.", valueName: "class"))
    var unknown: [String] = []

    @Flag(
        help:
            "Fit a temperature that makes probabilities honest on half of the pictures; report it on the others."
    )
    var fitTemperature = false

    @OptionGroup var drawing: BootstrapOptions
    var seed: UInt32 { drawing.seed }
    var resamples: Int { drawing.resamples }

    @Option(
        help: ArgumentHelp(
            "Take a head that \"probe --save\" wrote instead of words.", valueName: "file"))
    var probe: String?

    @Flag(help: "Read and hash every picture, also where its file looks as in an earlier run.")
    var rehash = false

    func validate() throws {
        if probe != nil, let task, task != .classification {
            throw ValidationError("--probe tells classes apart: leave --task out.")
        }
    }
}

/// Where results go.
struct ResultOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How the result is written.", valueName: "format"))
    var format = ReportFormat.table

    @Option(
        help: ArgumentHelp("Keep the result as JSON, with what --baseline needs.", valueName: "file.json"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Write each picture's best labels, captions or pictures with their scores (.csv or .jsonl); of several labels, all "
                + "cosines.", valueName: "file"))
    var predictions: String?

    @Option(
        help: ArgumentHelp(
            "Compare with an earlier --output, picture by picture (McNemar's test).", valueName: "file.json"))
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Write the pictures whose label is doubtful (confident learning), worst first, to fix them by.",
            valueName: "file.csv"))
    var labelQuality: String?

    func validate() throws {
        for (option, path, endings) in [
            ("--output", output, ["json"]), ("--predictions", predictions, ["csv", "jsonl"]),
            ("--label-quality", labelQuality, ["csv"]),
        ] {
            guard let path = path.map(RawPath.init(argument:)) else { continue }
            guard endings.contains(path.lowercasedExtension) else {
                let names = endings.map { ".\($0)" }.joined(separator: " or ")
                throw ValidationError("\(option) \(path.text): the name must end in \(names)")
            }
        }
        let outputs = [output, predictions, labelQuality].compactMap(\.self)
        if Set(outputs).count < outputs.count { throw ValidationError("Two outputs have one name.") }
        if let baseline, outputs.contains(baseline) {
            throw ValidationError("--baseline \(baseline): it would be overwritten by this run's output")
        }
    }

    /// Refuses names that cannot be written to, before any work is done.
    func checkWritable() throws(CommandFailure) {
        for path in [output, predictions, labelQuality].compactMap(\.self) {
            try WritableName.check(RawPath(argument: path))
        }
    }
}
