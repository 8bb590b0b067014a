import CLIPWeights

/// Decodes Hugging Face's `config.json` of a `CLIPModel` or of one of its towers with the projection
/// (`CLIPVisionModelWithProjection`, `CLIPTextModelWithProjection`), with the defaults that transformers has
/// when a field is absent.
enum HuggingFaceConfiguration {
    static func decode(
        _ file: FileBytes, _ options: LoadingOptions
    ) throws(ConfigurationError) -> ModelConfiguration {
        var top = try ConfigurationFields(file)
        let kind = try kind(&top)
        guard kind.isNested else {
            // The whole file is one tower's configuration.
            let embedDimension = try top.size("projection_dim", default: 512)
            return try ModelConfiguration(
                embedDimension: embedDimension,
                vision: kind.towers == .vision ? .vit(vision(top, options)) : nil,
                text: kind.towers == .text ? text(top, options) : nil)
        }
        // Files from before 2023 say everything twice; transformers lets the older spelling win whole.
        let text = try tower("text_config", legacy: "text_config_dict", kind.towers.contains(.text), &top)
        var vision = try tower(
            "vision_config", legacy: "vision_config_dict", kind.towers.contains(.vision), &top)
        let whole = try top.size("projection_dim", default: 512)
        top.ignore(["logit_scale_init_value"])
        try passOver(&top)
        try top.finish()
        // A tower alone looks at its own projection_dim, the whole model at the whole model's.
        let own = try vision?.size("projection_dim", default: 512) ?? whole
        var ofText = text
        let textOwn = try ofText?.size("projection_dim", default: 512) ?? whole
        return try ModelConfiguration(
            embedDimension: kind.towers == .both ? whole : vision != nil ? own : textOwn,
            vision: vision.map { (fields) throws(ConfigurationError) in
                try .vit(self.vision(fields, options))
            },
            text: text.map { (fields) throws(ConfigurationError) in try self.text(fields, options) })
    }

    /// Which of transformers' classes a file describes: by `architectures` where it says so, and by
    /// `model_type`.
    private static func kind(
        _ top: inout ConfigurationFields
    ) throws(ConfigurationError) -> (towers: Towers, isNested: Bool) {
        let type = try top.choice(
            "model_type", default: Towers.both,
            ["clip": .both, "clip_vision_model": .vision, "clip_text_model": .text])
        let isNested = type == .both
        guard let name = try top.words("architectures").first else { return (type, isNested) }
        let towers: Towers
        switch name {
        case "CLIPModel": towers = .both
        case "CLIPVisionModelWithProjection": towers = .vision
        case "CLIPTextModelWithProjection": towers = .text
        case "CLIPVisionModel", "CLIPTextModel":
            throw top.fail(
                "architectures",
                "\(name) ends before the space that pictures and texts share; take a \(name)WithProjection or "
                    + "the whole CLIPModel", .unsupported)
        case "CLIPForImageClassification":
            throw top.fail(
                "architectures",
                "\(name) has a classifier in place of the space that pictures and texts share; take the CLIPModel "
                    + "that it was made from", .unsupported)
        default:
            throw top.fail(
                "architectures",
                "\(name) is not built; only CLIPModel, CLIPVisionModelWithProjection and "
                    + "CLIPTextModelWithProjection are", .unsupported)
        }
        guard isNested || towers == type else {
            throw top.fail("architectures", "\(name) does not go with the file's model_type")
        }
        return (towers, isNested)
    }

    private static func tower(
        _ name: String, legacy: String, _ isNeeded: Bool, _ top: inout ConfigurationFields
    ) throws(ConfigurationError) -> ConfigurationFields? {
        let current = try top.object(name)
        let old = try top.object(legacy)
        guard isNeeded else { return nil }
        guard let fields = old ?? current else { throw top.fail(name, "is missing") }
        return fields
    }

    private static func vision(
        _ given: ConfigurationFields, _ options: LoadingOptions
    ) throws(ConfigurationError) -> ModelConfiguration.VisionTransformer {
        var fields = given
        try fields.only("model_type", .string("clip_vision_model"))
        try fields.only("num_channels", .number("3"))
        let imageSize = try fields.squareSize("image_size", default: 224)
        let patchSize = try fields.squareSize("patch_size", default: 32)
        guard patchSize <= imageSize else {
            throw fields.fail("patch_size", "\(patchSize) is larger than the image of \(imageSize)")
        }
        let block = try block(&fields, options, width: 768, mlpWidth: 3072, heads: 12)
        try fields.finish()
        return .init(
            width: block.width, layers: block.layers, heads: block.heads, mlpWidth: block.mlpWidth,
            patchSize: patchSize, imageSize: imageSize, activation: block.activation, epsilon: block.epsilon)
    }

    private static func text(
        _ given: ConfigurationFields, _ options: LoadingOptions
    ) throws(ConfigurationError) -> ModelConfiguration.Text {
        var fields = given
        try fields.only("model_type", .string("clip_text_model"))
        let vocabularySize = try fields.size("vocab_size", default: 49408)
        let contextLength = try fields.size("max_position_embeddings", default: 77)
        guard contextLength >= 2 else {
            throw fields.fail("max_position_embeddings", "\(contextLength) leaves no room for start and end")
        }
        // 2 was written by mistake for years; transformers reads it as "the highest id" (its #24773).
        let end = try fields.index("eos_token_id", default: 49407)
        fields.ignore(["bos_token_id", "pad_token_id"])
        let block = try block(&fields, options, width: 512, mlpWidth: 2048, heads: 8)
        try fields.finish()
        return .init(
            width: block.width, layers: block.layers, heads: block.heads, contextLength: contextLength,
            vocabularySize: vocabularySize, mlpWidth: block.mlpWidth, activation: block.activation,
            epsilon: block.epsilon, pooling: end == 2 ? .highestToken : .first(end))
    }

    /// The fields that both towers have.
    private struct Block {
        let width: Int
        let layers: Int
        let heads: Int
        let mlpWidth: Int
        let activation: ModelConfiguration.Activation
        let epsilon: Float
    }

    private static func block(
        _ fields: inout ConfigurationFields, _ options: LoadingOptions, width: Int, mlpWidth: Int, heads: Int
    ) throws(ConfigurationError) -> Block {
        let said: ModelConfiguration.Activation? = try fields.choice(
            "hidden_act", default: nil,
            [
                "quick_gelu": .quickGELU, "gelu": .gelu, "gelu_python": .gelu,
                "gelu_pytorch_tanh": .tanhGELU, "gelu_new": .tanhGELU, "gelu_fast": .tanhGELU,
            ])
        let block = try Block(
            width: fields.size("hidden_size", default: width),
            layers: fields.size("num_hidden_layers", default: 12),
            heads: fields.size("num_attention_heads", default: heads),
            mlpWidth: fields.size("intermediate_size", default: mlpWidth),
            activation: fields.activation(
                "hidden_act", says: said, asked: options.activation, default: .quickGELU),
            epsilon: fields.epsilon("layer_norm_eps"))
        guard block.width % block.heads == 0 else {
            throw fields.fail("hidden_size", "\(block.width) is not a multiple of \(block.heads) heads")
        }
        // It was read where it counts.
        fields.ignore(["projection_dim"])
        try passOver(&fields)
        return block
    }

    /// Passes over what transformers writes into every object, after a look at what would matter.
    private static func passOver(_ fields: inout ConfigurationFields) throws(ConfigurationError) {
        try fields.absent("pruned_heads")
        try fields.only("is_decoder", .bool(false))
        try fields.only("add_cross_attention", .bool(false))
        fields.ignore(harmless)
    }

    /// What transformers writes into every configuration and a CLIP model's inference does not read:
    /// training, text generation, bookkeeping.
    static let harmless: [String] = [
        "_attn_implementation_autoset", "_commit_hash", "_name_or_path", "architectures",
        "attention_dropout", "attn_implementation", "bad_words_ids", "begin_suppress_tokens",
        "bos_token_id", "chunk_size_feed_forward", "cross_attention_hidden_size", "decoder_start_token_id",
        "diversity_penalty", "do_sample", "dropout", "dtype", "early_stopping",
        "encoder_no_repeat_ngram_size", "eos_token_id", "exponential_decay_length_penalty",
        "finetuning_task", "forced_bos_token_id", "forced_eos_token_id", "gradient_checkpointing",
        "id2label", "initializer_factor", "initializer_range", "is_encoder_decoder", "label2id",
        "length_penalty", "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups",
        "num_beams", "num_return_sequences", "output_attentions", "output_hidden_states", "output_scores",
        "pad_token_id", "prefix", "problem_type", "remove_invalid_values", "repetition_penalty",
        "return_dict", "return_dict_in_generate", "sep_token_id", "suppress_tokens",
        "task_specific_params", "temperature", "tf_legacy_loss", "tie_encoder_decoder",
        "tie_word_embeddings", "tokenizer_class", "top_k", "top_p", "torch_dtype", "torchscript",
        "transformers_version", "typical_p", "use_bfloat16", "use_cache",
    ]
}
