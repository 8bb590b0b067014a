import ArgumentParser
import CLIP
import CLIPProbes

/// What heads can take of a picture, as the command calls it.
enum FeaturesName: String, ExpressibleByArgument, CaseIterable {
    case projected
    case preProjection = "pre-projection"
    case pixels

    var features: PictureFeatures {
        switch self {
        case .projected: .projected
        case .preProjection: .preProjection
        case .pixels: .pixels
        }
    }
}

/// The heads that can be asked for.
enum HeadName: String, ExpressibleByArgument, CaseIterable {
    case logistic
    case textAnchored = "text-anchored"
    case knn
    case nearestMean = "nearest-mean"
    case tipAdapter = "tip-adapter"
    case tipAdapterF = "tip-adapter-f"
    case mlp
    case mlpLogits = "mlp-logits"

    /// Those that are fitted when none is asked for: training is left out, it takes long.
    static let usual: [HeadName] = [.textAnchored, .logistic, .knn, .nearestMean, .tipAdapter]

    var method: any HeadMethod {
        switch self {
        case .logistic: LogisticMethod()
        case .textAnchored: TextAnchoredMethod()
        case .knn: NeighbourMethod()
        case .nearestMean: NearestMeanMethod()
        case .tipAdapter: TipAdapterMethod(trained: false)
        case .tipAdapterF: TipAdapterMethod(trained: true)
        case .mlp: PerceptronMethod(onLogits: false)
        case .mlpLogits: PerceptronMethod(onLogits: true)
        }
    }
}

/// A number of examples per class, or all of them.
struct ShotCount: ExpressibleByArgument, Hashable {
    /// Nil for all.
    let count: Int?

    init?(argument: String) {
        if argument == "all" {
            count = nil
            return
        }
        guard let number = Int(argument), number > 0 else { return nil }
        count = number
    }

    init(_ count: Int?) { self.count = count }

    var defaultValueDescription: String { count.map { "\($0)" } ?? "all" }

    /// One to sixteen as the paper has it, and all.
    static let usual = [1, 2, 4, 8, 16, nil].map(ShotCount.init)
}

/// Which heads learn from how much.
struct ProbeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What heads take of a picture: projected (the raw embedding), pre-projection (a vision transformer's, as in the "
                + "paper) or pixels (32 × 32 means, no model).", valueName: "features"))
    var features = FeaturesName.projected

    @Option(
        help: ArgumentHelp(
            "Heads, with commas between them: logistic, text-anchored, knn, nearest-mean, tip-adapter, tip-adapter-f, mlp, "
                + "mlp-logits.",
            discussion: "Left out, those that take no training, as far as the model allows.",
            valueName: "heads"))
    var heads: CommaList<HeadName>?

    @Option(
        help: ArgumentHelp(
            "Examples of each class, with commas between them, \"all\" for all; left out: 1,2,4,8,16,all as far as there are "
                + "so many.", valueName: "counts"))
    var shots: CommaList<ShotCount>?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How often a few examples are drawn: by --seed and by the numbers that follow it.",
            valueName: "count"))
    var seeds = 3

    @OptionGroup var drawing: SeedOptions
    var seed: UInt32 { drawing.seed }

    @Option(
        help: ArgumentHelp(
            "Keep the head in a file (.safetensors) for classify and evaluate: of one head, with the last number of --shots "
                + "and the first seed.", valueName: "file"))
    var save: String?

    @Option(
        help: ArgumentHelp(
            "Write the pictures whose label is doubtful, worst first, to fix them by: judged by heads that learned from "
                + "the others (confident learning, five parts).", valueName: "file.csv"))
    var labelQuality: String?

    @Option(help: ArgumentHelp("How the findings are written.", valueName: "format"))
    var format = ReportFormat.table

    func validate() throws {
        if !(1...1000).contains(seeds) {
            throw ValidationError("--seeds \(seeds): give a number from 1 to 1000")
        }
        if seed > UInt32.max - UInt32(seeds) {
            throw ValidationError("--seed \(seed): seeds count on from it, up to 4294967295")
        }
        if let path = labelQuality.map(RawPath.init(argument:)), path.lowercasedExtension != "csv" {
            throw ValidationError("--label-quality \(path.text): the name must end in .csv")
        }
        guard let path = save.map(RawPath.init(argument:)) else { return }
        if path.lowercasedExtension != "safetensors" || !path.isUTF8 {
            throw ValidationError("--save \(path.text): the name must end in .safetensors")
        }
        if heads?.elements.count != 1 {
            throw ValidationError("--save keeps one head: name it with --heads")
        }
    }
}
