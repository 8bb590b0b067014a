import ArgumentParser
import CLIP

/// The numbers that products are computed in.
enum PrecisionName: String, ExpressibleByArgument, CaseIterable {
    /// The engine's choice.
    case auto
    /// 32-bit floating point.
    case f32
    /// Half as many bits, summed in 32.
    case bf16
    /// A quarter, summed exactly.
    case int8

    var precision: Precision {
        switch self {
        case .auto: .auto
        case .f32: .f32
        case .bf16: .bf16
        case .int8: .int8
        }
    }
}

/// The nonlinearities that a checkpoint may have been trained with.
enum ActivationName: String, ExpressibleByArgument, CaseIterable {
    /// OpenAI's.
    case quickgelu
    /// With the exact error function.
    case gelu
    /// With tanh in its place.
    case tanhgelu = "tanh-gelu"

    var activation: ModelConfiguration.Activation {
        switch self {
        case .quickgelu: .quickGELU
        case .gelu: .gelu
        case .tanhgelu: .tanhGELU
        }
    }
}

/// Which model answers, and on what.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The model: a folder, a file of weights, a repository (openai/clip-vit-base-patch32), a paper's name "
                + "(ViT-B/32, RN50), OpenCLIP's pair (ViT-B-32/laion2b_s34b_b79k), or \"pocket\", the small bundled "
                + "one.",
            discussion:
                "What is not on this machine is downloaded once. @REVISION behind a name takes a branch, tag or "
                + "commit; \"swift-clip models list --all\" lists names.",
            valueName: "model"))
    var model = BundledName.pocket

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp(
            "The activation of a file of weights without a configuration beside it: quickgelu (OpenAI's, and tags "
                + "with that word) or gelu (most others).", valueName: "name"))
    var activation: ActivationName?

    @Option(
        parsing: .unconditional,
        help: "Processor threads; as many as the machine allows when left out, and never more.")
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Numbers that products are computed in; auto is bf16 where the processor has it, else f32.",
            discussion:
                "int8 is the fastest and the least exact. The default is auto; f32 for evaluate, prompts and probe; what "
                + "the head was made from for classify --probe."
        ))
    var precision: PrecisionName?

    @Flag(help: "Neither read nor keep embeddings in the cache.")
    var noCache = false

    @Flag(help: "End with status 4 where vectors in a file were computed with another recipe.")
    var strict = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024")
        }
        if model.isEmpty { throw ValidationError("--model: name a model") }
    }
}

extension ModelOptions {
    /// What the model is loaded with.
    ///
    /// - Parameters:
    ///   - needs: the towers that the command computes with.
    ///   - imageSize: another size of pictures than the model's own.
    ///   - usual: the precision where none was asked for.
    func loading(_ needs: Towers, imageSize: Int?, usual: PrecisionName = .auto) -> LoadingOptions {
        LoadingOptions(
            activation: activation?.activation, imageSize: imageSize,
            precision: (precision ?? usual).precision,
            needs: needs)
    }
}

/// The name by which the bundled model is asked for.
enum BundledName {
    /// A very small CLIP that comes with the command.
    static let pocket = "pocket"
}
