import CLIPWeights

/// Decodes OpenCLIP's `open_clip_config.json`: `model_cfg` and `preprocess_cfg`, with the defaults that
/// open_clip's `CLIPVisionCfg`, `CLIPTextCfg` and `PreprocessCfg` have.
enum OpenCLIPConfiguration {
    static func decode(
        _ file: FileBytes
    ) throws(ConfigurationError) -> (ModelConfiguration, PreprocessingConfiguration) {
        var top = try ConfigurationFields(file)
        // A bare model configuration, as open_clip's own list has them, is taken, too.
        let isBare = !top.has("model_cfg") && top.has("vision_cfg")
        var model = try isBare ? top : top.requiredObject("model_cfg")
        let configuration = try self.model(&model)
        var preprocess = isBare ? nil : try top.object("preprocess_cfg")
        let preprocessing = try self.preprocessing(
            &preprocess, imageSize: configuration.vision.imageSize)
        return (configuration, preprocessing)
    }

    // MARK: The model

    private static func model(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> ModelConfiguration {
        let embedDimension = try fields.size("embed_dim", default: nil)
        let activation: ModelConfiguration.Activation =
            try fields.flag("quick_gelu", default: false) ? .quickGELU : .gelu
        var vision = try fields.requiredObject("vision_cfg")
        var text = try fields.requiredObject("text_cfg")
        // Coca's decoder.
        try fields.absent("multimodal_cfg")
        // Initial values and the shape of the class, not of what it computes.
        fields.ignore([
            "custom_text", "init_logit_scale", "init_logit_bias", "nonscalar_logit_scale", "cast_dtype",
            "output_dict",
        ])
        try fields.finish()
        return try ModelConfiguration(
            embedDimension: embedDimension, vision: self.vision(&vision, activation),
            text: self.text(&text, activation))
    }

    private static func vision(
        _ fields: inout ConfigurationFields, _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration.Vision {
        try fields.absent("timm_model_name")
        fields.ignore([
            "timm_model_pretrained", "timm_pool", "timm_proj", "timm_proj_bias", "timm_drop",
            "timm_drop_path",
        ])
        let width = try fields.size("width", default: 768)
        let headWidth = try fields.size("head_width", default: 64)
        let imageSize = try fields.squareSize("image_size", default: 224)
        if let stages = try fields.sizes("layers") {
            // OpenCLIP reads nothing else for a ResNet.
            fields.ignore(["mlp_ratio", "patch_size"])
            try refuseVariants(&fields)
            try fields.finish()
            return .resnet(
                try resnet(fields, stages: stages, width: width, headWidth: headWidth, imageSize: imageSize))
        }
        let layers = try fields.size("layers", default: 12)
        let patchSize = try fields.squareSize("patch_size", default: 16)
        let mlpWidth = try mlpWidth(&fields, width)
        let epsilon = try epsilon(&fields)
        try refuseVariants(&fields)
        try fields.finish()
        guard width >= headWidth, width % (width / headWidth) == 0 else {
            throw fields.fail("width", "\(width) cannot be divided into heads of \(headWidth) (head_width)")
        }
        guard patchSize <= imageSize else {
            throw fields.fail("patch_size", "\(patchSize) is larger than the image of \(imageSize)")
        }
        return .vit(
            .init(
                width: width, layers: layers, heads: width / headWidth, mlpWidth: mlpWidth,
                patchSize: patchSize, imageSize: imageSize, activation: activation, epsilon: epsilon))
    }

    private static func resnet(
        _ fields: ConfigurationFields, stages: [Int], width: Int, headWidth: Int, imageSize: Int
    ) throws(ConfigurationError) -> ModelConfiguration.ModifiedResNet {
        guard stages.count == 4 else {
            throw fields.fail("layers", "a ResNet has four stages, not \(stages.count)")
        }
        guard width % 2 == 0 else { throw fields.fail("width", "\(width) is odd") }
        let features = width * 32
        guard features >= headWidth, features % (features / headWidth) == 0 else {
            throw fields.fail(
                "head_width", "\(features) features cannot be divided into heads of \(headWidth)")
        }
        guard imageSize % 32 == 0 else {
            throw fields.fail("image_size", "\(imageSize) is not a multiple of 32, as a ResNet needs it")
        }
        return .init(layers: stages, width: width, heads: features / headWidth, imageSize: imageSize)
    }

    private static func text(
        _ fields: inout ConfigurationFields, _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration.Text {
        try fields.absent("hf_model_name")
        try fields.absent("hf_tokenizer_name")
        try fields.absent("tokenizer_mode")
        try fields.absent("tokenizer_kwargs")
        let width = try fields.size("width", default: 512)
        let heads = try fields.size("heads", default: 8)
        let layers = try fields.size("layers", default: 12)
        let contextLength = try fields.size("context_length", default: 77)
        let vocabularySize = try fields.size("vocab_size", default: 49408)
        let mlpWidth = try mlpWidth(&fields, width)
        let epsilon = try epsilon(&fields)
        try fields.only("embed_cls", .bool(false))
        try fields.only("no_causal_mask", .bool(false))
        try fields.only("pool_type", .string("argmax"))
        try fields.only("proj_type", .string("linear"))
        try fields.only("proj_bias", .bool(false))
        // The ids matter to other poolings alone; the rest belongs to towers from elsewhere.
        fields.ignore([
            "pad_id", "eos_id", "final_ln_after_pool", "hf_model_pretrained", "hf_proj_type",
            "hf_pooler_type",
        ])
        try refuseBlockVariants(&fields)
        try fields.finish()
        guard width % heads == 0 else {
            throw fields.fail("width", "\(width) is not a multiple of \(heads) heads")
        }
        guard contextLength >= 2 else {
            throw fields.fail("context_length", "\(contextLength) leaves no room for start and end")
        }
        return .init(
            width: width, layers: layers, heads: heads, contextLength: contextLength,
            vocabularySize: vocabularySize, mlpWidth: mlpWidth, activation: activation, epsilon: epsilon)
    }

    private static func mlpWidth(
        _ fields: inout ConfigurationFields, _ width: Int
    ) throws(ConfigurationError) -> Int {
        let ratio = try fields.number("mlp_ratio", default: 4)
        // Rounded towards zero, as Python's int() does.
        let product = Double(width) * ratio
        guard product >= 1, product <= Double(ConfigurationFields.largest) else {
            throw fields.fail(
                "mlp_ratio", "\(ratio) of a width of \(width) is not from 1 to \(ConfigurationFields.largest)"
            )
        }
        return Int(product)
    }

    private static func epsilon(_ fields: inout ConfigurationFields) throws(ConfigurationError) -> Float {
        guard var norm = try fields.object("norm_kwargs") else { return 1e-5 }
        let epsilon = try norm.epsilon("eps")
        try norm.finish()
        return epsilon
    }

    /// Refuses what changes an image tower's computation and is not built.
    private static func refuseVariants(_ fields: inout ConfigurationFields) throws(ConfigurationError) {
        try fields.only("attentional_pool", .bool(false))
        try fields.only("no_ln_pre", .bool(false))
        try fields.only("pos_embed_type", .string("learnable"))
        try fields.only("pool_type", .string("tok"))
        // Dropping patches is for training; a norm before or after taking one token is the same.
        fields.ignore(["patch_dropout", "attn_pooler_queries", "attn_pooler_heads", "final_ln_after_pool"])
        try refuseBlockVariants(&fields)
    }

    /// Refuses what changes a transformer block's computation and is not built.
    private static func refuseBlockVariants(_ fields: inout ConfigurationFields) throws(ConfigurationError) {
        try fields.absent("ls_init_value")
        try fields.absent("act_kwargs")
        try fields.only("block_type", .string("default"))
        for name in [
            "qk_norm", "scaled_cosine_attn", "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc",
        ] {
            try fields.only(name, .bool(false))
        }
        fields.ignore(["output_tokens"])
    }

    // MARK: The picture

    private static func preprocessing(
        _ fields: inout ConfigurationFields?, imageSize: Int
    ) throws(ConfigurationError) -> PreprocessingConfiguration {
        var result = PreprocessingConfiguration(
            imageSize: imageSize, mean: PreprocessingConfiguration.documentedMean,
            standardDeviation: PreprocessingConfiguration.documentedDeviation, cropRounding: .halfEven,
            colourOrder: .resizeFirst)
        guard var given = fields else { return result }
        // OpenCLIP overrules the size by the network's, too.
        given.ignore(["size"])
        try given.only("mode", .string("RGB"))
        result.mean = try given.colours("mean", default: result.mean, .broadcasting)
        result.standardDeviation = try given.colours("std", default: result.standardDeviation, .broadcasting)
        // "random" is about training; open_clip takes bicubic for inference then, and refuses other filters.
        result.interpolation = try given.choice(
            "interpolation", default: .bicubic,
            ["bicubic": .bicubic, "bilinear": .bilinear, "random": .bicubic])
        result.resizeMode = try given.choice(
            "resize_mode", default: .shortest,
            ["shortest": .shortest, "squash": .squash, "longest": .longest])
        // Only pictures that keep their shape are padded.
        if result.resizeMode == .longest {
            result.fill = try given.sample("fill_color", default: 0)
        } else {
            given.ignore(["fill_color"])
        }
        try given.finish()
        guard result.standardDeviation.allSatisfy({ $0 > 0 }) else {
            throw given.fail("std", "\(result.standardDeviation) is not positive")
        }
        return result
    }
}
