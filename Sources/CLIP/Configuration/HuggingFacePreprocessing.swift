import CLIPWeights

/// Decodes Hugging Face's `preprocessor_config.json` of a `CLIPImageProcessor`, with the defaults that
/// transformers has when a field is absent.
enum HuggingFacePreprocessing {
    /// - Parameter imageSize: the network's input, which the crop must equal.
    static func decode(
        _ file: FileBytes, imageSize: Int
    ) throws(ConfigurationError) -> PreprocessingConfiguration {
        var fields = try ConfigurationFields(file)
        // A processor's file holds the image part beside the tokenizer's.
        if let image = try fields.object("image_processor") { fields = image }
        try checkKind(&fields)
        let (side, resizeMode) = try resize(&fields)
        let crop = try crop(&fields)
        for (name, size) in [("size", side), ("crop_size", crop ?? imageSize)] where size != imageSize {
            throw fields.fail(
                name,
                "\(size) is not the network's image_size of \(imageSize); other sizes are not supported",
                .unsupported)
        }
        guard crop != nil || resizeMode == .squash else {
            throw fields.fail(
                "do_center_crop", "false is only supported with a size of height and width", .unsupported)
        }
        try fields.only("do_rescale", .bool(true))
        try checkRescaling(&fields)
        try fields.only("do_convert_rgb", .bool(true))
        let interpolation = try interpolation(&fields)
        let (mean, deviation) = try normalisation(&fields)
        fields.ignore(harmless)
        try fields.finish()
        return PreprocessingConfiguration(
            imageSize: imageSize, mean: mean, standardDeviation: deviation, interpolation: interpolation,
            resizeMode: resizeMode, cropRounding: .floor, colourOrder: .convertFirst)
    }

    /// Names of the class, the Python package and the call; none of them changes a pixel.
    private static let harmless = [
        "_valid_processor_keys", "processor_class", "tokenizer_class", "data_format", "input_data_format",
        "return_tensors", "device", "default_to_square", "disable_grouping", "model_input_names",
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
        try fields.only("use_square_size", .bool(false))
        try fields.only("do_pad", .bool(false))
    }

    private static func resize(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> (Int, PreprocessingConfiguration.ResizeMode) {
        try fields.only("do_resize", .bool(true))
        guard fields.isObject("size") else { return (try fields.size("size", default: 224), .shortest) }
        var size = try fields.requiredObject("size")
        if size.has("shortest_edge") {
            let side = try size.size("shortest_edge", default: nil)
            try size.finish()
            return (side, .shortest)
        }
        return (try square(&size), .squash)
    }

    /// The crop's side; nil if nothing is cropped.
    private static func crop(_ fields: inout ConfigurationFields) throws(ConfigurationError) -> Int? {
        let crops = try fields.flag("do_center_crop", default: true)
        guard fields.isObject("crop_size") else {
            let side = try fields.size("crop_size", default: 224)
            return crops ? side : nil
        }
        var size = try fields.requiredObject("crop_size")
        let side = try square(&size)
        return crops ? side : nil
    }

    private static func square(_ size: inout ConfigurationFields) throws(ConfigurationError) -> Int {
        let height = try size.size("height", default: nil)
        let width = try size.size("width", default: nil)
        try size.finish()
        guard height == width else {
            throw size.fail("width", "only squares are supported, not \(width) by \(height)", .unsupported)
        }
        return width
    }

    private static func checkRescaling(_ fields: inout ConfigurationFields) throws(ConfigurationError) {
        let factor = try fields.number("rescale_factor", default: 1 / 255)
        guard abs(factor * 255 - 1) < 1e-6 else {
            throw fields.fail("rescale_factor", "\(factor) is not supported, only 1/255", .unsupported)
        }
    }

    /// Pillow's codes for its filters.
    private static func interpolation(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> PreprocessingConfiguration.Interpolation {
        switch try fields.number("resample", default: 3) {
        case 3: return .bicubic
        case 2: return .bilinear
        case let code:
            throw fields.fail(
                "resample", "\(code) is not supported, only 3 (bicubic) or 2 (bilinear)", .unsupported)
        }
    }

    private static func normalisation(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> (mean: [Float], deviation: [Float]) {
        let mean = try fields.colours("image_mean", default: PreprocessingConfiguration.documentedMean)
        let deviation = try fields.colours(
            "image_std", default: PreprocessingConfiguration.documentedDeviation)
        guard deviation.allSatisfy({ $0 > 0 }) else {
            throw fields.fail("image_std", "\(deviation) is not positive")
        }
        guard try fields.flag("do_normalize", default: true) else { return ([0, 0, 0], [1, 1, 1]) }
        return (mean, deviation)
    }
}
