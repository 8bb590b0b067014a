internal import CLIPText
import CLIPWeights

/// A model's description as transformers' `config.json` and `preprocessor_config.json`.
enum WrittenHuggingFace {
    private typealias Members = [(name: String, value: JSONText)]

    // MARK: config.json

    /// - Parameters:
    ///   - tokenizer: nil where there is no text tower.
    ///   - type: the weights'; nil if they have several.
    static func configuration(
        _ model: ModelConfiguration, _ tokenizer: Tokenizer?, storing type: ElementType?
    ) throws(ConversionError) -> String {
        let projection: Members = [(name: "projection_dim", value: .integer(model.embedDimension))]
        var vision: Members?
        switch model.vision {
        case .vit(let tower): vision = try self.vision(tower) + projection
        case .resnet:
            throw ConversionError(
                .unsupported,
                "Hugging Face's transformers has no class for CLIP's ResNets: convert to openclip")
        case nil: break
        }
        var text: Members?
        if let tower = model.text, let tokenizer { text = try self.text(tower, tokenizer) + projection }
        let dtype: Members = type.flatMap(name).map { [(name: "dtype", value: .string($0))] } ?? []
        func architecture(_ name: String) -> Members {
            [(name: "architectures", value: .strings([name]))]
        }
        // A tower alone has its settings at the top.
        guard let vision else {
            return JSONText.object(architecture("CLIPTextModelWithProjection") + dtype + (text ?? []))
                .indented
        }
        guard let text else {
            return JSONText.object(architecture("CLIPVisionModelWithProjection") + dtype + vision).indented
        }
        let fields: Members =
            architecture("CLIPModel") + [(name: "model_type", value: .string("clip"))] + projection
            + [(name: "logit_scale_init_value", value: .double(2.6592))] + dtype
            + [(name: "text_config", value: .object(text)), (name: "vision_config", value: .object(vision))]
        return JSONText.object(fields).indented
    }

    /// The refusal of what transformers' CLIP does not have.
    private static func refuse(_ isThere: Bool, _ what: String) throws(ConversionError) {
        guard isThere else { return }
        throw ConversionError(
            .unsupported, "\(what), which transformers' CLIPModel does not have: convert to openclip")
    }

    /// torch's name of a type.
    private static func name(_ type: ElementType) -> String? {
        switch type {
        case .float64: "float64"
        case .float32: "float32"
        case .float16: "float16"
        case .bfloat16: "bfloat16"
        default: nil
        }
    }

    private static func vision(
        _ tower: ModelConfiguration.VisionTransformer
    ) throws(ConversionError) -> Members {
        try refuse(!tower.hasPreNorm, "no norm comes before the image tower's blocks (no_ln_pre)")
        try refuse(tower.hasLayerScale, "the image tower's branches are scaled (ls_init_value)")
        try refuse(tower.pooling != .classToken, "pictures are pooled by their mean (pool_type)")
        return [
            (name: "model_type", value: .string("clip_vision_model")),
            (name: "hidden_size", value: .integer(tower.width)),
            (name: "intermediate_size", value: .integer(tower.mlpWidth)),
            (name: "num_hidden_layers", value: .integer(tower.layers)),
            (name: "num_attention_heads", value: .integer(tower.heads)),
            (name: "num_channels", value: .integer(3)),
            (name: "image_size", value: .integer(tower.imageSize)),
            (name: "patch_size", value: .integer(tower.patchSize)),
            (name: "hidden_act", value: .string(word(tower.activation))),
            (name: "layer_norm_eps", value: .float(tower.epsilon)),
        ]
    }

    private static func text(
        _ tower: ModelConfiguration.Text, _ tokenizer: Tokenizer
    ) throws(ConversionError) -> Members {
        try refuse(!tower.isCausal, "texts are read in both directions (no_causal_mask)")
        try refuse(tower.hasLayerScale, "the text tower's branches are scaled (ls_init_value)")
        try refuse(tower.projection == .affine, "the text projection has a bias (proj_bias)")
        try refuse(tower.projection == .none, "there is no text projection (proj_type)")
        try refuse(
            tower.pooling == .start || tower.pooling == .last, "texts are pooled by position (pool_type)")
        let end: Int =
            switch tower.pooling {
            case .start, .last: 0
            case .first(let id): Int(id)
            // In every text of the tokenizer the end token is the highest, if it is the last of the vocabulary; 2 is
            // how transformers spells "the highest" (its #24773).
            case .highestToken:
                Int(tokenizer.endToken) == tower.vocabularySize - 1 ? Int(tokenizer.endToken) : 2
            }
        return [
            (name: "model_type", value: .string("clip_text_model")),
            (name: "vocab_size", value: .integer(tower.vocabularySize)),
            (name: "hidden_size", value: .integer(tower.width)),
            (name: "intermediate_size", value: .integer(tower.mlpWidth)),
            (name: "num_hidden_layers", value: .integer(tower.layers)),
            (name: "num_attention_heads", value: .integer(tower.heads)),
            (name: "max_position_embeddings", value: .integer(tower.contextLength)),
            (name: "hidden_act", value: .string(word(tower.activation))),
            (name: "layer_norm_eps", value: .float(tower.epsilon)),
            (name: "bos_token_id", value: .integer(Int(tokenizer.startToken))),
            (name: "eos_token_id", value: .integer(end)),
            (name: "pad_token_id", value: .integer(Int(tokenizer.endToken))),
        ]
    }

    private static func word(_ activation: ModelConfiguration.Activation) -> String {
        switch activation {
        case .quickGELU: "quick_gelu"
        case .gelu: "gelu"
        case .tanhGELU: "gelu_pytorch_tanh"
        }
    }

    // MARK: preprocessor_config.json

    static func preprocessing(_ picture: PreprocessingConfiguration) throws(ConversionError) -> String {
        let side = picture.resizedSide ?? picture.imageSize
        let square: Members = [
            (name: "height", value: .integer(picture.imageSize)),
            (name: "width", value: .integer(picture.imageSize)),
        ]
        let size: Members
        switch picture.resizeMode {
        case .shortest, .unchanged: size = [(name: "shortest_edge", value: .integer(side))]
        case .squash:
            size = [(name: "height", value: .integer(side)), (name: "width", value: .integer(side))]
        case .longest:
            throw ConversionError(
                .unsupported,
                "pictures are resized by their longer side and padded, which transformers' CLIPImageProcessor "
                    + "does not do")
        }
        let fields: Members = [
            (name: "image_processor_type", value: .string("CLIPImageProcessor")),
            (name: "do_convert_rgb", value: .bool(true)),
            (name: "do_resize", value: .bool(picture.resizeMode != .unchanged)),
            (name: "size", value: .object(size)),
            (name: "resample", value: .integer(code(picture.interpolation))),
            (name: "do_center_crop", value: .bool(true)), (name: "crop_size", value: .object(square)),
            (name: "do_rescale", value: .bool(true)),
            (name: "rescale_factor", value: .double(picture.rescaleFactor)),
            (name: "do_normalize", value: .bool(true)),
            (name: "image_mean", value: .array(picture.mean.map(JSONText.float))),
            (name: "image_std", value: .array(picture.standardDeviation.map(JSONText.float))),
        ]
        return JSONText.object(fields).indented
    }

    /// Pillow's codes for its filters.
    private static func code(_ filter: PreprocessingConfiguration.Interpolation) -> Int {
        switch filter {
        case .nearest: 0
        case .lanczos: 1
        case .bilinear: 2
        case .bicubic: 3
        case .box: 4
        case .hamming: 5
        }
    }
}
