/// The sizes and choices that make a CLIP model: what its networks are built from.
///
/// It is decoded once, from OpenCLIP's or Hugging Face's file, and checked there: every size is
/// positive and small enough to compute with, every width a multiple of its heads.
public struct ModelConfiguration: Sendable, Hashable {
    /// The length of an embedding, *E*.
    public var embedDimension: Int
    /// The image tower; nil in a part of a model that has texts alone.
    public var vision: Vision?
    /// The text tower; nil in a part of a model that has pictures alone.
    public var text: Text?

    /// The towers that there are.
    public var towers: Towers {
        var towers = Towers()
        if vision != nil { towers.insert(.vision) }
        if text != nil { towers.insert(.text) }
        return towers
    }

    /// The text tower's nonlinearity, which nearly always is the image tower's, too; a ResNet has ReLU.
    public var activation: Activation? {
        if let text { return text.activation }
        guard case .vit(let tower) = vision else { return nil }
        return tower.activation
    }

    /// The image tower's kind.
    public enum Vision: Sendable, Hashable {
        /// A vision transformer (paper §2.4, Dosovitskiy et al. 2020).
        case vit(VisionTransformer)
        /// The paper's modified ResNet with attention pooling (§2.4).
        case resnet(ModifiedResNet)

        /// Width and height of the input, in pixels.
        public var imageSize: Int {
            switch self {
            case .vit(let tower): tower.imageSize
            case .resnet(let tower): tower.imageSize
            }
        }
    }

    /// The nonlinearity between the two layers of a transformer's MLP.
    public enum Activation: String, Sendable, Hashable, Codable {
        /// *x · σ(1.702 x)*: OpenAI's checkpoints and those trained on from them.
        case quickGELU
        /// *x · Φ(x)*, with the exact error function.
        case gelu
        /// The same with *Φ* by way of tanh, as a few files ask for.
        case tanhGELU
    }

    /// The sizes of a vision transformer.
    public struct VisionTransformer: Sendable, Hashable {
        /// Numbers per token, *D*.
        public var width: Int
        /// Blocks.
        public var layers: Int
        /// Attention heads, *H*; divides `width`.
        public var heads: Int
        /// Numbers between the two layers of the MLP.
        public var mlpWidth: Int
        /// Width and height of a patch, in pixels; at most `imageSize`.
        public var patchSize: Int
        /// Width and height of the input, in pixels. What is left over after whole patches is not seen.
        public var imageSize: Int
        /// The MLP's nonlinearity.
        public var activation: Activation
        /// What layer norms add to the variance.
        public var epsilon: Float
        /// Whether a layer norm comes before the blocks, as in nearly all models.
        public var hasPreNorm: Bool
        /// Whether what a block's branches add is scaled, per channel.
        public var hasLayerScale: Bool
        /// What becomes the embedding.
        public var pooling: VisionPooling
        /// Width and height of the pictures that the checkpoint's positions are for; `imageSize` unless the
        /// model was loaded for another.
        public var trainedImageSize: Int
        /// How positions are found where the two sizes differ.
        public var positionFilter: PositionFilter

        /// Patches along one side.
        public var grid: Int { imageSize / patchSize }
        /// Patches along one side in the checkpoint.
        public var trainedGrid: Int { trainedImageSize / patchSize }
        /// Tokens, *T*: the patches and the class token.
        public var tokens: Int { grid * grid + 1 }

        /// Creates sizes; nothing is checked.
        public init(
            width: Int, layers: Int, heads: Int, mlpWidth: Int, patchSize: Int, imageSize: Int,
            activation: Activation, epsilon: Float = 1e-5, hasPreNorm: Bool = true,
            hasLayerScale: Bool = false, pooling: VisionPooling = .classToken,
            trainedImageSize: Int? = nil, positionFilter: PositionFilter = .antialiasedBicubic
        ) {
            self.width = width
            self.layers = layers
            self.heads = heads
            self.mlpWidth = mlpWidth
            self.patchSize = patchSize
            self.imageSize = imageSize
            self.activation = activation
            self.epsilon = epsilon
            self.hasPreNorm = hasPreNorm
            self.hasLayerScale = hasLayerScale
            self.pooling = pooling
            self.trainedImageSize = trainedImageSize ?? imageSize
            self.positionFilter = positionFilter
        }
    }

    /// What of a vision transformer's tokens becomes the embedding.
    public enum VisionPooling: String, Sendable, Hashable {
        /// The class token, normed.
        case classToken
        /// The mean of the patches, each normed.
        case meanOfNormedPatches
        /// The mean of the patches, normed.
        case normOfPatchMean
    }

    /// How positions between those of a checkpoint are found.
    public enum PositionFilter: String, Sendable, Hashable {
        /// Cubic, the same four neighbours also where the grid shrinks: Hugging Face.
        case bicubic
        /// Cubic and widened where the grid shrinks: OpenCLIP.
        case antialiasedBicubic
    }

    /// The sizes of a modified ResNet. Its activation is ReLU; batch norms add 1e-5 to the variance.
    public struct ModifiedResNet: Sendable, Hashable {
        /// Bottleneck blocks in each of the four stages.
        public var layers: [Int]
        /// Channels after the stem; even. The last stage has 32 times as many.
        public var width: Int
        /// Heads of the attention pooling; divides `32 * width`.
        public var heads: Int
        /// Width and height of the input, in pixels; a multiple of 32.
        public var imageSize: Int

        /// Width and height of the last stage's feature map.
        public var grid: Int { imageSize / 32 }

        /// Creates sizes; nothing is checked.
        public init(layers: [Int], width: Int, heads: Int, imageSize: Int) {
            self.layers = layers
            self.width = width
            self.heads = heads
            self.imageSize = imageSize
        }
    }

    /// The sizes of the text transformer.
    public struct Text: Sendable, Hashable {
        /// Numbers per token, *D*.
        public var width: Int
        /// Blocks.
        public var layers: Int
        /// Attention heads, *H*; divides `width`.
        public var heads: Int
        /// The most tokens of a text, *T*.
        public var contextLength: Int
        /// Tokens of the vocabulary.
        public var vocabularySize: Int
        /// Numbers between the two layers of the MLP.
        public var mlpWidth: Int
        /// The MLP's nonlinearity.
        public var activation: Activation
        /// What layer norms add to the variance.
        public var epsilon: Float
        /// Which token's row becomes the embedding.
        public var pooling: TextPooling
        /// Whether a token sees only those before it, as in nearly all models. Where not, it sees the padding, too.
        public var isCausal: Bool
        /// Whether what a block's branches add is scaled, per channel.
        public var hasLayerScale: Bool
        /// The map into the shared space.
        public var projection: TextProjection

        /// Creates sizes; nothing is checked.
        public init(
            width: Int, layers: Int, heads: Int, contextLength: Int, vocabularySize: Int, mlpWidth: Int,
            activation: Activation, epsilon: Float = 1e-5, pooling: TextPooling = .highestToken,
            isCausal: Bool = true, hasLayerScale: Bool = false, projection: TextProjection = .matrix
        ) {
            self.width = width
            self.layers = layers
            self.heads = heads
            self.contextLength = contextLength
            self.vocabularySize = vocabularySize
            self.mlpWidth = mlpWidth
            self.activation = activation
            self.epsilon = epsilon
            self.pooling = pooling
            self.isCausal = isCausal
            self.hasLayerScale = hasLayerScale
            self.projection = projection
        }
    }

    /// Which token's row of the text tower becomes the embedding. For a text that our tokenizers made the
    /// first two are the end-of-text token either way.
    public enum TextPooling: Sendable, Hashable {
        /// The first of the tokens with the highest id. Hugging Face means this by `eos_token_id` 2.
        case highestToken
        /// The first token with this id; the first of all where there is none, as both references have it.
        case first(Int32)
        /// The text's first token.
        case start
        /// The last of the whole context, padding mostly.
        case last
    }

    /// The map from a text's row into the shared space.
    public enum TextProjection: String, Sendable, Hashable {
        /// A matrix.
        case matrix
        /// A matrix and a bias.
        case affine
        /// None: the tower's width is the shared space's.
        case none
    }

    /// Creates a configuration; nothing is checked.
    public init(embedDimension: Int, vision: Vision?, text: Text?) {
        self.embedDimension = embedDimension
        self.vision = vision
        self.text = text
    }
}
