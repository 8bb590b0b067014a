public import CLIP

/// What is known of one published checkpoint.
///
/// Activation, mean and deviation, and the way to a square belong to a checkpoint and not to its architecture:
/// two files with the same tensors may need different ones, and a wrong one costs points without an error.
///
/// open_clip lists 26 of the checkpoints under two names, `ViT-B-32` and `ViT-B-32-quickgelu`. Both have a card, and
/// both cards have the activation that the checkpoint was trained with.
public struct ModelCard: Sendable, Hashable {
    /// OpenCLIP's name of the architecture: `ViT-B-32`.
    public let architecture: String
    /// OpenCLIP's name of the training: `laion2b_s34b_b79k`, `openai`.
    public let tag: String
    /// The name in OpenAI's paper and package, of OpenAI's own checkpoints: `ViT-B/32`.
    public let paperName: String?
    /// The repository on the hub, in OpenCLIP's layout: `laion/CLIP-ViT-B-32-laion2B-s34B-b79K`.
    public let hubID: String
    /// The names that the weights may have in ``hubID``, the preferred one first.
    public let weightsFiles: [String]
    /// A repository of the same values in Hugging Face transformers' layout: `openai/clip-vit-base-patch32`.
    public let transformersHubID: String?
    /// The file that the authors published outside the hub.
    public let archive: Archive?
    /// What lies between the two layers of a transformer's MLP.
    public let activation: ModelConfiguration.Activation
    /// Width and height of the input, in pixels.
    public let imageSize: Int
    /// The length of an embedding, *E*.
    public let embedDimension: Int
    /// How many numbers are trained.
    public let parameterCount: Int
    /// Subtracted from red, green and blue in 0…1.
    public let mean: [Float]
    /// Divides red, green and blue after that.
    public let standardDeviation: [Float]
    /// The resampling filter.
    public let interpolation: PreprocessingConfiguration.Interpolation
    /// The way to a square.
    public let resizeMode: PreprocessingConfiguration.ResizeMode
    /// Top-1 accuracy on ImageNet with OpenCLIP's prompts, 0…1, as OpenCLIP's table of results states it; nil if
    /// it states none for this activation.
    public let imageNetTop1: Double?
    /// The licence of the weights as the hub abbreviates it; nil if it is not known here.
    public let licence: String?

    /// A file outside the hub, always a PyTorch archive.
    public struct Archive: Sendable, Hashable {
        /// Where it lies.
        public let url: String
        /// SHA-256 in hexadecimal, or its first digits, as far as the address states it; empty if it does not.
        public let sha256Prefix: String
    }

    /// OpenCLIP's pair: `ViT-B-32/laion2b_s34b_b79k`.
    public var pair: String { "\(architecture)/\(tag)" }
}

extension ModelCard.Archive {
    /// OpenAI's addresses hold the whole digest.
    static func openAI(_ file: String, sha256: String) -> Self {
        Self(
            url: "https://openaipublic.azureedge.net/clip/models/\(sha256)/\(file)", sha256Prefix: sha256)
    }

    /// OpenCLIP's file names end with the first eight digits.
    static func openCLIP(_ file: String) -> Self {
        let stem = file.prefix { $0 != "." }
        return Self(
            url: "https://github.com/mlfoundations/open_clip/releases/download/v0.2-weights/\(file)",
            sha256Prefix: String(stem.suffix(8)))
    }

    /// MetaCLIP's addresses say nothing.
    static func metaCLIP(_ file: String) -> Self {
        Self(url: "https://dl.fbaipublicfiles.com/MMPT/metaclip/\(file)", sha256Prefix: "")
    }
}
