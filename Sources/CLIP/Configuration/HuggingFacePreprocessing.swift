import CLIPWeights

/// Decodes Hugging Face's `preprocessor_config.json` of a `CLIPImageProcessor`, with the defaults that
/// transformers has when a field is absent.
///
/// What its Pillow backend computes for every picture of any shape is taken; what gives the network pictures
/// that are not squares of its own size is refused, as the network there refuses it.
enum HuggingFacePreprocessing {
    /// - Parameter imageSize: the network's input, which the result must equal.
    static func decode(
        _ file: FileBytes, imageSize: Int
    ) throws(ConfigurationError) -> PreprocessingConfiguration {
        var fields = try ConfigurationFields(file)
        // A processor's file holds the image part beside the tokenizer's.
        if let image = try fields.object("image_processor") { fields = image }
        try checkKind(&fields)
        let (mode, side) = try HuggingFaceSizes.resize(&fields)
        let crop = try HuggingFaceSizes.crop(&fields)
        try checkResult(fields, mode, side: side, crop: crop, imageSize)
        try checkPadding(&fields, imageSize)
        // Pictures that are not RGB fail in the reference where it is not told to convert them; its
        // pipeline, which has them converted before, does not notice.
        _ = try fields.flag("do_convert_rgb", default: true)
        let interpolation = try interpolation(&fields)
        let factor = try rescaling(&fields)
        let (mean, deviation) = try normalisation(&fields)
        fields.ignore(harmless)
        try fields.finish()
        return PreprocessingConfiguration(
            imageSize: imageSize, resizedSide: side == imageSize ? nil : side, rescaleFactor: factor,
            mean: mean, standardDeviation: deviation, interpolation: interpolation,
            resizeMode: mode, cropRounding: .floor, colourOrder: .convertFirst)
    }

    /// Names of the class, the Python package and the call; none of them changes a pixel.
    private static let harmless = [
        "_valid_processor_keys", "processor_class", "tokenizer_class", "data_format", "input_data_format",
        "return_tensors", "device", "disable_grouping", "model_input_names", "image_seq_length",
    ]

    private static func checkKind(_ fields: inout ConfigurationFields) throws(ConfigurationError) {
        for name in ["image_processor_type", "feature_extractor_type"] {
            _ = try fields.choice(
                name, default: true,
                [
                    "CLIPImageProcessor": true, "CLIPImageProcessorFast": true, "CLIPImageProcessorPil": true,
                    "CLIPFeatureExtractor": true,
                ])
        }
    }

    /// Refuses what does not end in squares of the network's size.
    private static func checkResult(
        _ fields: ConfigurationFields, _ mode: PreprocessingConfiguration.ResizeMode, side: Int?, crop: Int?,
        _ imageSize: Int
    ) throws(ConfigurationError) {
        if let crop {
            guard crop == imageSize else {
                throw fields.fail(
                    "crop_size",
                    "\(crop) is not the network's image_size of \(imageSize); other sizes are not supported",
                    .unsupported)
            }
            return
        }
        guard mode == .squash else {
            throw fields.fail(
                "do_center_crop",
                "false leaves pictures that are not square; it is only supported with a size of height and "
                    + "width: set do_center_crop to true, or size to {\"height\": \(imageSize), "
                    + "\"width\": \(imageSize)}", .unsupported)
        }
        guard side == imageSize else {
            throw fields.fail(
                "size",
                "\(side ?? 0) is not the network's image_size of \(imageSize); other sizes are not supported "
                    + "without a crop", .unsupported)
        }
    }

    /// Padding comes last there; after a crop to the network's size it adds nothing.
    private static func checkPadding(
        _ fields: inout ConfigurationFields, _ imageSize: Int
    ) throws(ConfigurationError) {
        let size = try HuggingFaceSizes.padding(&fields)
        guard try fields.flag("do_pad", default: false), let size, size != imageSize else { return }
        throw fields.fail(
            "pad_size", "\(size) is not the network's image_size of \(imageSize), the only one supported",
            .unsupported)
    }

    /// The factor on samples 0…255; 1 where they stay as they are.
    private static func rescaling(_ fields: inout ConfigurationFields) throws(ConfigurationError) -> Double {
        let factor = try fields.number("rescale_factor", default: 1 / 255)
        guard factor != 0 else {
            throw fields.fail("rescale_factor", "0 would make all pictures the same")
        }
        return try fields.flag("do_rescale", default: true) ? factor : 1
    }

    /// Pillow's codes for its filters.
    private static func interpolation(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> PreprocessingConfiguration.Interpolation {
        switch try fields.number("resample", default: 3) {
        case 0: return .nearest
        case 1: return .lanczos
        case 2: return .bilinear
        case 3: return .bicubic
        case 4: return .box
        case 5: return .hamming
        case let code:
            throw fields.fail(
                "resample", "\(code) is none of the filters 0 to 5 that are supported; CLIP's is 3 (bicubic)",
                .unsupported)
        }
    }

    private static func normalisation(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> (mean: [Float], deviation: [Float]) {
        let mean = try fields.colours(
            "image_mean", default: PreprocessingConfiguration.documentedMean, .strict)
        let deviation = try fields.colours(
            "image_std", default: PreprocessingConfiguration.documentedDeviation, .strict)
        guard deviation.allSatisfy({ $0 > 0 }) else {
            throw fields.fail("image_std", "\(deviation) is not positive")
        }
        guard try fields.flag("do_normalize", default: true) else { return ([0, 0, 0], [1, 1, 1]) }
        return (mean, deviation)
    }
}
