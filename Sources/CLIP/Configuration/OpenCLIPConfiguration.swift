import CLIPWeights

/// Decodes OpenCLIP's `open_clip_config.json`: `model_cfg` and `preprocess_cfg`, with the defaults that
/// open_clip's `CLIPVisionCfg`, `CLIPTextCfg` and `PreprocessCfg` have.
enum OpenCLIPConfiguration {
    static func decode(
        _ file: FileBytes, _ options: LoadingOptions
    ) throws(ConfigurationError) -> (ModelConfiguration, PreprocessingConfiguration) {
        var top = try ConfigurationFields(file)
        // A bare model configuration, as open_clip's own list has them, is taken, too.
        let isBare = !top.has("model_cfg") && top.has("vision_cfg")
        var model = try isBare ? top : top.requiredObject("model_cfg")
        let (configuration, imageSize) = try self.model(&model, options)
        var preprocess = isBare ? nil : try top.object("preprocess_cfg")
        let preprocessing = try self.preprocessing(&preprocess, imageSize: imageSize)
        return (configuration, preprocessing)
    }

    // MARK: The model

    private static func model(
        _ fields: inout ConfigurationFields, _ options: LoadingOptions
    ) throws(ConfigurationError) -> (ModelConfiguration, imageSize: Int) {
        let embedDimension = try fields.size("embed_dim", default: nil)
        let isQuick = fields.has("quick_gelu") ? try fields.flag("quick_gelu", default: false) : nil
        let activation = try fields.activation(
            "quick_gelu", says: isQuick.map { $0 ? .quickGELU : .gelu }, asked: options.activation,
            default: .gelu)
        var vision = try fields.requiredObject("vision_cfg")
        var text = try fields.requiredObject("text_cfg")
        try fields.absent("multimodal_cfg", "is CoCa's decoder, which is not built")
        // Initial values and the shape of the class, not of what it computes.
        fields.ignore([
            "custom_text", "init_logit_scale", "init_logit_bias", "nonscalar_logit_scale", "cast_dtype",
            "output_dict",
        ])
        try fields.finish()
        let tower = try self.vision(&vision, activation)
        let configuration = try ModelConfiguration(
            embedDimension: embedDimension, vision: tower,
            text: self.text(&text, activation, embedDimension: embedDimension))
        return (configuration, tower.imageSize)
    }

    private static func vision(
        _ fields: inout ConfigurationFields, _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration.Vision {
        try fields.absent("timm_model_name", "is an image tower of timm's; only CLIP's own are built")
        fields.ignore([
            "timm_model_pretrained", "timm_pool", "timm_proj", "timm_proj_bias", "timm_drop",
            "timm_drop_path",
        ])
        // Dropping patches is for training; whole sequences are only given out where a decoder asks for them.
        fields.ignore(["patch_dropout", "output_tokens"])
        let width = try fields.size("width", default: 768)
        let headWidth = try fields.size("head_width", default: 64)
        let imageSize = try fields.squareSize("image_size", default: 224)
        if let stages = try fields.sizes("layers") {
            // OpenCLIP reads nothing else for a ResNet.
            fields.ignore(visionVariants + OpenCLIPBlockFields.all + ["mlp_ratio", "patch_size"])
            try fields.finish()
            return .resnet(
                try resnet(fields, stages: stages, width: width, headWidth: headWidth, imageSize: imageSize))
        }
        let layers = try fields.size("layers", default: 12)
        let patchSize = try fields.squareSize("patch_size", default: 16)
        let block = try OpenCLIPBlockFields(&fields, width: width, activation)
        try fields.absent("attentional_pool", ifNot: .bool(false), "is CoCa's pooling, which is not built")
        // Its queries and heads mean nothing without it.
        fields.ignore(["attn_pooler_queries", "attn_pooler_heads"])
        let hasPreNorm = try !fields.flag("no_ln_pre", default: false)
        // Sines and cosines lie in the weights as learned positions do.
        _ = try fields.choice(
            "pos_embed_type", default: true, ["learnable": true, "sin_cos_2d": true])
        let normsLast = try fields.flag("final_ln_after_pool", default: false)
        let pooling = try fields.choice(
            "pool_type", default: ModelConfiguration.VisionPooling.classToken,
            ["tok": .classToken, "avg": normsLast ? .normOfPatchMean : .meanOfNormedPatches])
        try fields.finish()
        guard width >= headWidth, width % (width / headWidth) == 0 else {
            throw fields.fail("width", "\(width) cannot be divided into heads of \(headWidth) (head_width)")
        }
        guard patchSize <= imageSize else {
            throw fields.fail("patch_size", "\(patchSize) is larger than the image of \(imageSize)")
        }
        return .vit(
            .init(
                width: width, layers: layers, heads: width / headWidth, mlpWidth: block.mlpWidth,
                patchSize: patchSize, imageSize: imageSize, activation: block.activation,
                epsilon: block.epsilon, hasPreNorm: hasPreNorm, hasLayerScale: block.hasLayerScale,
                pooling: pooling))
    }

    private static let visionVariants = [
        "attentional_pool", "attn_pooler_queries", "attn_pooler_heads", "no_ln_pre", "pos_embed_type",
        "final_ln_after_pool", "pool_type",
    ]

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
        _ fields: inout ConfigurationFields, _ activation: ModelConfiguration.Activation,
        embedDimension: Int
    ) throws(ConfigurationError) -> ModelConfiguration.Text {
        try fields.absent("hf_model_name", "is a text tower of transformers'; only CLIP's own is built")
        try fields.absent(
            "hf_tokenizer_name", "is another tokenizer than CLIP's byte-pair one, the only one built")
        try fields.absent("tokenizer_mode")
        if var tokenizer = try fields.object("tokenizer_kwargs") {
            try tokenizer.only("clean", .string("lower"))
            try tokenizer.finish()
        }
        let width = try fields.size("width", default: 512)
        let heads = try fields.size("heads", default: 8)
        let layers = try fields.size("layers", default: 12)
        let contextLength = try fields.size("context_length", default: 77)
        let vocabularySize = try fields.size("vocab_size", default: 49408)
        let block = try OpenCLIPBlockFields(&fields, width: width, activation)
        try fields.off("embed_cls", "is CoCa's class token behind the text, which is not built")
        let isCausal = try !fields.flag("no_causal_mask", default: false)
        let pooling = try self.pooling(&fields)
        let hasBias = try fields.flag("proj_bias", default: false)
        let projection = try fields.choice(
            "proj_type", default: hasBias ? ModelConfiguration.TextProjection.affine : .matrix,
            ["linear": hasBias ? .affine : .matrix, "none": .none])
        // Padding is 0 whatever the first says, which matters to CoCa alone; the norm does not mix rows, so it
        // may come before or after one is taken; the rest belongs to towers from elsewhere.
        fields.ignore([
            "pad_id", "final_ln_after_pool", "output_tokens", "hf_model_pretrained", "hf_proj_type",
            "hf_pooler_type",
        ])
        try fields.finish()
        guard width % heads == 0 else {
            throw fields.fail("width", "\(width) is not a multiple of \(heads) heads")
        }
        guard contextLength >= 2 else {
            throw fields.fail("context_length", "\(contextLength) leaves no room for start and end")
        }
        guard projection != .none || width == embedDimension else {
            throw fields.fail(
                "proj_type", "none leaves texts of \(width) numbers beside pictures of \(embedDimension)")
        }
        return .init(
            width: width, layers: layers, heads: heads, contextLength: contextLength,
            vocabularySize: vocabularySize, mlpWidth: block.mlpWidth, activation: block.activation,
            epsilon: block.epsilon, pooling: pooling, isCausal: isCausal,
            hasLayerScale: block.hasLayerScale, projection: projection)
    }

    private static func pooling(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> ModelConfiguration.TextPooling {
        // OpenCLIP's default is the end token of another vocabulary, and is used all the same.
        let end = try fields.index("eos_id", default: 2)
        return try fields.choice(
            "pool_type", default: .highestToken,
            ["argmax": .highestToken, "eos": .first(end), "first": .start, "last": .last])
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
