import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("Hugging Face's configuration")
struct ConfigurationHuggingFaceTests {
    @Test("what is absent has transformers' defaults")
    func defaults() throws {
        try withHuggingFace { folder in
            #expect(folder.layout == .huggingFace)
            #expect(folder.configuration.parameterCount == 151_277_313)
            #expect(
                folder.configuration.vision
                    == .vit(
                        .init(
                            width: 768, layers: 12, heads: 12, mlpWidth: 3072, patchSize: 32, imageSize: 224,
                            activation: .quickGELU)))
            #expect(folder.configuration.text?.pooling == .first(49407))
            #expect(
                folder.preprocessing
                    == PreprocessingConfiguration(
                        imageSize: 224, mean: [0.48145466, 0.4578275, 0.40821073],
                        standardDeviation: [0.26862954, 0.26130258, 0.27577711], cropRounding: .floor,
                        colourOrder: .convertFirst))
        }
    }

    @Test("a folder that transformers wrote is read, and is the model that OpenCLIP's folder holds")
    func written() throws {
        let folder = Golden.folder + "/weights/"
        let theirs = try ModelFolder(.folder(folder + "huggingface"))
        let ours = try ModelFolder(.folder(folder + "openclip"))
        #expect(theirs.configuration.vision == ours.configuration.vision)
        #expect(theirs.configuration.embedDimension == 8)
        #expect(
            theirs.configuration.text?.pooling == .first(513)
                && ours.configuration.text?.pooling == .highestToken)
        #expect(theirs.configuration.digest == ours.configuration.digest)
        #expect(theirs.preprocessing?.digest == ours.preprocessing?.digest)
        #expect(theirs.preprocessing != ours.preprocessing)
        let (store, other) = try (theirs.openWeights(), ours.openWeights())
        #expect(store.naming == .huggingFace && other.naming == .openCLIP)
        #expect(store.elementCount == theirs.configuration.parameterCount)
        guard case .pair(_, let merges) = theirs.vocabulary else {
            Issue.record("not the pair of files")
            return
        }
        #expect(merges.count == 14)
    }

    @Test("the end token 2 means the highest id, and the older spelling of towers wins")
    func quirks() throws {
        try withHuggingFace(
            model:
                #""text_config_dict": {"hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}, "vision_config_dict": {"patch_size": 14, "hidden_act": "gelu", "layer_norm_eps": 1e-6}, "projection_dim": 768, "#,
            vision: #""patch_size": 16"#, text: #""eos_token_id": 7"#
        ) { folder in
            #expect(folder.configuration.text?.width == 768)
            #expect(folder.configuration.text?.pooling == .first(49407))
            guard case .vit(let tower) = folder.configuration.vision else {
                Issue.record("not a vision transformer")
                return
            }
            #expect(tower.patchSize == 14 && tower.activation == .gelu && tower.epsilon == 1e-6)
        }
        try withHuggingFace(text: #""eos_token_id": 2"#) { folder in
            #expect(folder.configuration.text?.pooling == .highestToken)
        }
    }

    @Test("what transformers writes into every file is passed over")
    func harmless() throws {
        let noise = """
            "_name_or_path": "x", "architectures": ["CLIPModel"], "torch_dtype": "float32", "top_k": 50,
            "transformers_version": "4.1", "id2label": {"0": "a"}, "dropout": 0.1, "pruned_heads": {},
            "is_decoder": false, "bad_words_ids": null, "some_new_null": null
            """
        try withHuggingFace(model: noise + ", ", vision: noise, text: noise) { folder in
            #expect(folder.configuration.embedDimension == 512)
        }
    }

    @Test(
        "what is not built is refused by name",
        arguments: [
            (#""model_type": "siglip", "#, "", "", #"config.json: model_type: "siglip" is not supported"#),
            ("", #""hidden_act": "relu""#, "", "vision_config.hidden_act"),
            ("", #""num_channels": 4"#, "", "num_channels"),
            ("", #""n_registers": 4"#, "", "n_registers = 4"),
            ("", "", #""model_type": "bert""#, "text_config.model_type"),
            ("", "", #""is_decoder": true"#, "is_decoder"),
            ("", #""pruned_heads": {"0": [1]}"#, "", "pruned_heads"), (#""x": 1, "#, "", "", "x = 1"),
            ("", #""image_size": [224, 336]"#, "", "only squares"),
        ])
    func unsupported(model: String, vision: String, text: String, reason: String) {
        expectRefusal(.unsupported, reason) {
            try withHuggingFace(model: model, vision: vision, text: text) { _ in }
        }
    }

    @Test(
        "impossible preprocessing is refused",
        arguments: [
            (#""rescale_factor": 0"#, "rescale_factor: 0"), (#""size": [224]"#, "height and width"),
            (#""image_mean": []"#, "three numbers"), (#""image_std": 0"#, "not positive"),
        ])
    func impossiblePreprocessing(fields: String, reason: String) {
        expectRefusal(.malformed, reason) { try withHuggingFace(preprocess: fields) { _ in } }
    }

    @Test(
        "impossible sizes are refused by field",
        arguments: [
            (#""hidden_size": 770"#, "", "vision_config.hidden_size: 770 is not a multiple of 12 heads"),
            (#""patch_size": 0"#, "", "patch_size: 0"), (#""patch_size": 300"#, "", "larger than the image"),
            ("", #""vocab_size": 2000000"#, "vocab_size"), ("", #""max_position_embeddings": 1"#, "no room"),
            (
                "", #""num_hidden_layers": null, "num_attention_heads": "8""#,
                "text_config.num_attention_heads"
            ),
            (#""layer_norm_eps": -1"#, "", "between 0 and 1"),
        ])
    func impossible(vision: String, text: String, reason: String) {
        expectRefusal(.malformed, reason) { try withHuggingFace(vision: vision, text: text) { _ in } }
    }

    @Test(
        "sizes of preprocessing in every spelling",
        arguments: [
            (#""size": 224, "crop_size": 224"#, PreprocessingConfiguration.ResizeMode.shortest),
            (#""size": {"shortest_edge": 224}, "crop_size": {"height": 224, "width": 224}"#, .shortest),
            (#""size": {"height": 224, "width": 224}, "do_center_crop": false"#, .squash),
            (
                #""image_processor_type": "CLIPImageProcessor", "resample": 3, "rescale_factor": 0.00392156862745098"#,
                .shortest
            ),
            (
                #""feature_extractor_type": "CLIPFeatureExtractor", "do_pad": null, "device": "cpu""#,
                .shortest
            ),
            (#""image_processor": {"size": 224}, "processor_class": "CLIPProcessor""#, .shortest),
            (#""size": 224, "default_to_square": true"#, .squash), (#""size": [224, 224]"#, .squash),
            (#""use_square_size": true"#, .squash), (#""do_resize": false"#, .unchanged),
        ])
    func sizes(fields: String, mode: PreprocessingConfiguration.ResizeMode) throws {
        try withHuggingFace(preprocess: fields) { folder in
            #expect(folder.preprocessing?.imageSize == 224 && folder.preprocessing?.resizeMode == mode)
        }
    }

    @Test("a side that is cropped, a factor and a filter that are not CLIP's own are the file's")
    func unusual() throws {
        let fields = #""size": {"shortest_edge": 256}, "rescale_factor": 0.0078125, "resample": 1"#
        try withHuggingFace(preprocess: fields) { folder in
            #expect(folder.preprocessing?.imageSize == 224 && folder.preprocessing?.resizedSide == 256)
            #expect(folder.preprocessing?.rescaleFactor == 0.0078125)
            #expect(folder.preprocessing?.interpolation == .lanczos)
        }
        try withHuggingFace(preprocess: #""do_rescale": false, "do_convert_rgb": false"#) { folder in
            #expect(folder.preprocessing?.rescaleFactor == 1 && folder.preprocessing?.resizedSide == nil)
        }
    }

    @Test("mean, deviation and filter are the file's")
    func values() throws {
        let fields = #""image_mean": [0.1, 0.2, 0.3], "image_std": [1, 2, 3], "resample": 2"#
        try withHuggingFace(preprocess: fields) { folder in
            #expect(folder.preprocessing?.mean == [0.1, 0.2, 0.3])
            #expect(folder.preprocessing?.standardDeviation == [1, 2, 3])
            #expect(folder.preprocessing?.interpolation == .bilinear)
        }
        try withHuggingFace(preprocess: fields + #", "do_normalize": false"#) { folder in
            #expect(
                folder.preprocessing?.mean == [0, 0, 0]
                    && folder.preprocessing?.standardDeviation == [1, 1, 1])
        }
    }

    @Test(
        "preprocessing that is not built is refused by name",
        arguments: [
            (
                #""size": {"height": 256, "width": 256}, "do_center_crop": false"#,
                "size: 256 is not the network's image_size of 224"
            ),
            (#""crop_size": 256"#, "crop_size: 256 is not the network's image_size of 224"),
            (#""size": 20000"#, "20000 is more than 16384"),
            (#""do_pad": true, "pad_size": 256"#, "pad_size: 256 is not the network's"),
            (#""size": {"height": 224, "width": 200}"#, "only squares"),
            (#""size": {"longest_edge": 224, "height": 224, "width": 224}"#, "longest_edge"),
            (#""do_center_crop": false"#, "do_center_crop: false leaves pictures that are not square"),
            (#""resample": 6"#, "none of the filters 0 to 5"),
            (#""image_processor_type": "ViTImageProcessor""#, "image_processor_type"), (#""x": 1"#, "x = 1"),
        ])
    func unsupportedPreprocessing(fields: String, reason: String) {
        expectRefusal(.unsupported, reason) { try withHuggingFace(preprocess: fields) { _ in } }
    }
}
