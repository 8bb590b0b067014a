import Testing

@testable import CLIP

@Suite("OpenCLIP's configuration")
struct ConfigurationOpenCLIPTests {
    @Test("what is absent has open_clip's defaults")
    func defaults() throws {
        try withOpenCLIP(vision: "") { folder in
            #expect(
                folder.configuration
                    == ModelConfiguration(
                        embedDimension: 512,
                        vision: .vit(
                            .init(
                                width: 768, layers: 12, heads: 12, mlpWidth: 3072, patchSize: 16,
                                imageSize: 224,
                                activation: .gelu)),
                        text: .init(
                            width: 512, layers: 12, heads: 8, contextLength: 77, vocabularySize: 49408,
                            mlpWidth: 2048, activation: .gelu)))
            #expect(
                folder.preprocessing
                    == PreprocessingConfiguration(
                        imageSize: 224, mean: [0.48145466, 0.4578275, 0.40821073],
                        standardDeviation: [0.26862954, 0.26130258, 0.27577711], cropRounding: .halfEven,
                        colourOrder: .resizeFirst))
            #expect(folder.vocabulary == nil)
        }
    }

    @Test(
        "published sizes have the published numbers of parameters",
        arguments: [
            (#""patch_size": 32"#, "", 151_277_313),
            (#""patch_size": 16"#, "", 149_620_737),
            (#""layers": [3, 4, 6, 3], "width": 64"#, "", 102_007_137),
        ])
    func published(vision: String, text: String, expected: Int) throws {
        // RN50's embedding is longer; the others are 512.
        let isResNet = vision.contains("[")
        try withOpenCLIP(vision: vision, text: text) { folder in
            var configuration = folder.configuration
            if isResNet { configuration.embedDimension = 1024 }
            #expect(configuration.parameterCount == expected)
        }
    }

    @Test("every size and choice is read")
    func everything() throws {
        let vision = """
            "layers": 4, "width": 1408, "head_width": 88, "mlp_ratio": 4.3637, "patch_size": [14, 14],
            "image_size": [280, 280], "norm_kwargs": {"eps": 1e-6}, "patch_dropout": 0.5, "ls_init_value": null,
            "pool_type": "tok", "timm_model_name": null, "output_tokens": true
            """
        let text = """
            "context_length": 32, "vocab_size": 49408, "width": 1024, "heads": 16, "layers": 24, "mlp_ratio": 2,
            "pool_type": "argmax", "proj_bias": false, "no_causal_mask": false
            """
        try withOpenCLIP(
            model: #""quick_gelu": true, "custom_text": true, "init_logit_bias": -10"#, vision: vision,
            text: text,
            preprocess:
                #""size": 224, "mode": "RGB", "mean": 0.5, "std": [0.1, 0.2, 0.3], "interpolation": "bilinear", "resize_mode": "squash", "fill_color": 9"#
        ) { folder in
            #expect(
                folder.configuration.vision
                    == .vit(
                        .init(
                            width: 1408, layers: 4, heads: 16, mlpWidth: 6144, patchSize: 14, imageSize: 280,
                            activation: .quickGELU, epsilon: 1e-6)))
            #expect(
                folder.configuration.text
                    == .init(
                        width: 1024, layers: 24, heads: 16, contextLength: 32, vocabularySize: 49408,
                        mlpWidth: 2048, activation: .quickGELU))
            #expect(
                folder.preprocessing
                    == PreprocessingConfiguration(
                        imageSize: 280, mean: [0.5, 0.5, 0.5], standardDeviation: [0.1, 0.2, 0.3],
                        interpolation: .bilinear, resizeMode: .squash, cropRounding: .halfEven,
                        colourOrder: .resizeFirst))
        }
    }

    @Test(
        "what changes the image tower and is not built is refused by name",
        arguments: [
            (#""timm_model_name": "vit_base""#, "model_cfg.vision_cfg.timm_model_name"),
            (#""attentional_pool": true"#, "attentional_pool: true is CoCa's pooling"),
            (#""attentional_pool": "parallel""#, #"attentional_pool: "parallel" is CoCa's pooling"#),
            (#""pool_type": "none""#, #"pool_type: "none" is not supported"#),
            (#""pos_embed_type": "rope""#, "pos_embed_type"),
            (#""act_kwargs": {"approximate": "sigmoid"}"#, "act_kwargs.approximate"),
            (#""act_kwargs": {"inplace": true}"#, "act_kwargs.inplace"), (#""qk_norm": true"#, "qk_norm"),
            (#""block_type": "custom""#, "block_type"), (#""scale_fc": true"#, "scale_fc"),
            (#""scaled_cosine_attn": true"#, "scaled_cosine_attn"), (#""scale_heads": true"#, "scale_heads"),
            (#""scale_attn_inner": true"#, "scale_attn_inner"), (#""scale_attn": true"#, "scale_attn"),
            (#""input_patchnorm": true"#, "input_patchnorm = true"),
            (#""global_average_pool": true"#, "global_average_pool = true"),
            (#""image_size": [224, 336]"#, "only squares"), (#""n_experts": 4"#, "n_experts = 4"),
            (#""norm_kwargs": {"bias": false}"#, "vision_cfg.norm_kwargs.bias"),
        ])
    func unsupportedVision(fields: String, reason: String) {
        expectRefusal(.unsupported, reason) { try withOpenCLIP(vision: fields) { _ in } }
    }

    @Test(
        "what changes the text tower and is not built is refused by name",
        arguments: [
            (#""hf_model_name": "roberta-base""#, "text_cfg.hf_model_name"),
            (#""hf_tokenizer_name": "bert""#, "hf_tokenizer_name"), (#""embed_cls": true"#, "embed_cls"),
            (#""tokenizer_kwargs": {"clean": "canonicalize"}"#, "tokenizer_kwargs"),
            (#""tokenizer_kwargs": {"strip_sep_token": true}"#, "tokenizer_kwargs.strip_sep_token"),
            (#""tokenizer_mode": "clips""#, "tokenizer_mode"), (#""pool_type": "none""#, "pool_type"),
            (#""proj_type": "mlp""#, "proj_type"), (#""use_pad_mask": true"#, "use_pad_mask = true"),
            (#""x": 1, "y": 2"#, "x = 1"),
        ])
    func unsupportedText(fields: String, reason: String) {
        expectRefusal(.unsupported, reason) { try withOpenCLIP(text: fields) { _ in } }
    }

    @Test(
        "impossible sizes and wrong types are refused by file and field",
        arguments: [
            (
                #""width": 0"#,
                "folder/open_clip_config.json: model_cfg.vision_cfg.width: 0 is not from 1 to 1000000"
            ),
            (#""width": -768"#, "-768 is not from"), (#""width": 1e9"#, "1e9 is not from"),
            (#""width": 1e999"#, "1e999"), (#""width": 768.5"#, "whole number"),
            (#""width": "768""#, "not a string"),
            (#""width": 200"#, "200 cannot be divided"), (#""width": 32"#, "32 cannot be divided"),
            (#""layers": {}"#, "not an object"), (#""layers": [3, 4, 6]"#, "four stages, not 3"),
            (#""layers": [3, 4, 6, 3], "width": 63"#, "63 is odd"),
            (#""layers": [3, 4, 6, 3], "width": 64, "image_size": 220"#, "multiple of 32"),
            (#""layers": [3, 4, 0, 3], "width": 64"#, "layers: 0 is not"),
            (#""patch_size": 225"#, "larger than the image"), (#""mlp_ratio": 0"#, "mlp_ratio"),
            (#""mlp_ratio": 1e7"#, "mlp_ratio"), (#""norm_kwargs": {"eps": 0}"#, "between 0 and 1"),
            (#""norm_kwargs": 1"#, "an object was expected"), (#""image_size": []"#, "one or two sizes"),
        ])
    func impossible(vision: String, reason: String) {
        expectRefusal(.malformed, reason) { try withOpenCLIP(vision: vision) { _ in } }
    }

    @Test(
        "impossible preprocessing is refused",
        arguments: [
            (#""std": [0.1, 0, 0.1]"#, ConfigurationError.Code.malformed, "not positive"),
            (#""mean": [0.1, 0.2]"#, .malformed, "three numbers"), (#""mean": "x""#, .malformed, "a number"),
            (#""interpolation": "nearest""#, .unsupported, #"only "bicubic" or "bilinear""#),
            (#""mode": "L""#, .unsupported, "mode"),
            (#""resize_mode": "longest", "fill_color": [1, 2, 3]"#, .unsupported, "only one number"),
            (#""resize_mode": "longest", "fill_color": 256"#, .malformed, "from 0 to 255"),
            (#""resize_mode": "longest", "fill_color": 2.5"#, .malformed, "from 0 to 255"),
            (#""resize_mode": "crop""#, .unsupported, "resize_mode"),
        ])
    func preprocessing(fields: String, code: ConfigurationError.Code, reason: String) {
        expectRefusal(code, reason) { try withOpenCLIP(preprocess: fields) { _ in } }
    }

    @Test(
        "what is not a configuration is refused",
        arguments: [
            ("", "not valid JSON"), ("[]", "an object was expected, not a list"),
            ("{}", "model_cfg: is missing"),
            (#"{"model_cfg": {}}"#, "embed_dim: is missing"),
            (#"{"model_cfg": {"embed_dim": 4}}"#, "vision_cfg: is missing"),
            (#"{"model_cfg": 1, "model_cfg": 2}"#, "occurs twice"),
        ])
    func notAConfiguration(text: String, reason: String) {
        expectRefusal(.malformed, reason) { try withFolder(["open_clip_config.json": text]) { _ in } }
    }
}

/// Expects a configuration error of a kind whose message has these words.
func expectRefusal(
    _ code: ConfigurationError.Code, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
) {
    let error = #expect(throws: ConfigurationError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.code == code, "\(error?.message ?? "")", sourceLocation: sourceLocation)
    #expect(
        error?.message.contains(reason) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
}
