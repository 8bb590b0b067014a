import CLIPWeights

/// Decodes Hugging Face's `config.json` of a `CLIPModel`, with the defaults that transformers has when a
/// field is absent.
enum HuggingFaceConfiguration {
    static func decode(_ file: FileBytes) throws(ConfigurationError)
        -> ModelConfiguration
    {
        var top = try ConfigurationFields(file)
        try top.only("model_type", .string("clip"))
        let embedDimension = try top.size("projection_dim", default: 512)
        // Files from before 2023 say everything twice; transformers lets the older spelling win whole.
        let text = try tower("text_config", legacy: "text_config_dict", &top)
        let vision = try tower("vision_config", legacy: "vision_config_dict", &top)
        top.ignore(["logit_scale_init_value"])
        try passOver(&top)
        try top.finish()
        return try ModelConfiguration(
            embedDimension: embedDimension, vision: .vit(self.vision(vision)), text: self.text(text))
    }

    private static func tower(
        _ name: String, legacy: String, _ top: inout ConfigurationFields
    ) throws(ConfigurationError) -> ConfigurationFields {
        let current = try top.object(name)
        if let old = try top.object(legacy) { return old }
        guard let current else { throw top.fail(name, "is missing") }
        return current
    }

    private static func vision(
        _ given: ConfigurationFields
    ) throws(ConfigurationError) -> ModelConfiguration.VisionTransformer {
        var fields = given
        try fields.only("model_type", .string("clip_vision_model"))
        try fields.only("num_channels", .number("3"))
        let imageSize = try fields.squareSize("image_size", default: 224)
        let patchSize = try fields.squareSize("patch_size", default: 32)
        guard patchSize <= imageSize else {
            throw fields.fail("patch_size", "\(patchSize) is larger than the image of \(imageSize)")
        }
        let block = try block(&fields, width: 768, mlpWidth: 3072, heads: 12)
        try fields.finish()
        return .init(
            width: block.width, layers: block.layers, heads: block.heads, mlpWidth: block.mlpWidth,
            patchSize: patchSize, imageSize: imageSize, activation: block.activation, epsilon: block.epsilon)
    }

    private static func text(_ given: ConfigurationFields) throws(ConfigurationError)
        -> ModelConfiguration.Text
    {
        var fields = given
        try fields.only("model_type", .string("clip_text_model"))
        let vocabularySize = try fields.size("vocab_size", default: 49408)
        let contextLength = try fields.size("max_position_embeddings", default: 77)
        guard contextLength >= 2 else {
            throw fields.fail("max_position_embeddings", "\(contextLength) leaves no room for start and end")
        }
        // 2 was written by mistake for years; transformers reads it as "the highest id" (its #24773).
        let end = try fields.size("eos_token_id", default: 49407)
        fields.ignore(["bos_token_id", "pad_token_id"])
        let block = try block(&fields, width: 512, mlpWidth: 2048, heads: 8)
        try fields.finish()
        return .init(
            width: block.width, layers: block.layers, heads: block.heads, contextLength: contextLength,
            vocabularySize: vocabularySize, mlpWidth: block.mlpWidth, activation: block.activation,
            epsilon: block.epsilon, pooling: end == 2 ? .highestToken : .first(Int32(end)))
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
        _ fields: inout ConfigurationFields, width: Int, mlpWidth: Int, heads: Int
    ) throws(ConfigurationError) -> Block {
        let block = try Block(
            width: fields.size("hidden_size", default: width),
            layers: fields.size("num_hidden_layers", default: 12),
            heads: fields.size("num_attention_heads", default: heads),
            mlpWidth: fields.size("intermediate_size", default: mlpWidth),
            activation: fields.choice(
                "hidden_act", default: .quickGELU, ["quick_gelu": .quickGELU, "gelu": .gelu]),
            epsilon: fields.epsilon("layer_norm_eps"))
        guard block.width % block.heads == 0 else {
            throw fields.fail("hidden_size", "\(block.width) is not a multiple of \(block.heads) heads")
        }
        // The whole model's projection_dim counts.
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
