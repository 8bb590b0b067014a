/// A model's description as `open_clip_config.json`, with the fields that open_clip's constructors take.
enum WrittenOpenCLIP {
    private typealias Members = [(name: String, value: JSONText)]

    /// - Parameter logitBias: the value of a model that has one; open_clip makes room for it only if it is named.
    static func configuration(
        _ model: ModelConfiguration, _ preprocessing: PreprocessingConfiguration?, logitBias: Float?
    ) throws(ConversionError) -> String {
        guard let preprocessing, let vision = model.vision, let text = model.text else {
            throw ConversionError(
                .unsupported, "OpenCLIP's layout is of whole models, not of one tower alone: convert to hf")
        }
        let fields: Members = try [
            (
                name: "model_cfg",
                value: .object(self.model(model.embedDimension, vision, text, logitBias: logitBias))
            ),
            (name: "preprocess_cfg", value: .object(picture(preprocessing))),
        ]
        return JSONText.object(fields).indented
    }

    private static func model(
        _ embedDimension: Int, _ vision: ModelConfiguration.Vision, _ text: ModelConfiguration.Text,
        logitBias: Float?
    ) throws(ConversionError) -> Members {
        var fields: Members = [(name: "embed_dim", value: .integer(embedDimension))]
        if text.activation == .quickGELU { fields.append((name: "quick_gelu", value: .bool(true))) }
        if let logitBias { fields.append((name: "init_logit_bias", value: .float(logitBias))) }
        switch vision {
        case .vit(let tower):
            guard (tower.activation == .quickGELU) == (text.activation == .quickGELU) else {
                throw ConversionError(
                    .unsupported,
                    "the towers have different activations (\(tower.activation.rawValue) for pictures, "
                        + "\(text.activation.rawValue) for texts), and OpenCLIP has one setting for both")
            }
            fields.append((name: "vision_cfg", value: .object(self.vision(tower))))
        case .resnet(let tower): fields.append((name: "vision_cfg", value: .object(self.vision(tower))))
        }
        fields.append((name: "text_cfg", value: .object(self.text(text))))
        return fields
    }

    private static func vision(_ tower: ModelConfiguration.VisionTransformer) -> Members {
        var fields: Members = [
            (name: "image_size", value: .integer(tower.imageSize)),
            (name: "layers", value: .integer(tower.layers)), (name: "width", value: .integer(tower.width)),
            (name: "head_width", value: .integer(tower.width / tower.heads)),
            (name: "patch_size", value: .integer(tower.patchSize)),
        ]
        fields += mlp(tower.mlpWidth, of: tower.width) + norm(tower.epsilon)
        fields += block(tower.activation, hasLayerScale: tower.hasLayerScale)
        if !tower.hasPreNorm { fields.append((name: "no_ln_pre", value: .bool(true))) }
        if tower.pooling != .classToken { fields.append((name: "pool_type", value: .string("avg"))) }
        if tower.pooling == .normOfPatchMean {
            fields.append((name: "final_ln_after_pool", value: .bool(true)))
        }
        return fields
    }

    /// What few models have in their blocks. The first value of a scale is training's; the weights have the last.
    private static func block(
        _ activation: ModelConfiguration.Activation, hasLayerScale: Bool
    ) -> Members {
        var fields: Members = []
        if activation == .tanhGELU {
            fields.append(
                (name: "act_kwargs", value: .object([(name: "approximate", value: .string("tanh"))])))
        }
        if hasLayerScale { fields.append((name: "ls_init_value", value: .double(1e-5))) }
        return fields
    }

    private static func vision(_ tower: ModelConfiguration.ModifiedResNet) -> Members {
        [
            (name: "image_size", value: .integer(tower.imageSize)),
            (name: "layers", value: .array(tower.layers.map(JSONText.integer))),
            (name: "width", value: .integer(tower.width)),
            (name: "head_width", value: .integer(tower.width * 32 / tower.heads)),
            (name: "patch_size", value: .null),
        ]
    }

    private static func text(_ tower: ModelConfiguration.Text) -> Members {
        var fields: Members = [
            (name: "context_length", value: .integer(tower.contextLength)),
            (name: "vocab_size", value: .integer(tower.vocabularySize)),
            (name: "width", value: .integer(tower.width)), (name: "heads", value: .integer(tower.heads)),
            (name: "layers", value: .integer(tower.layers)),
        ]
        fields += mlp(tower.mlpWidth, of: tower.width) + norm(tower.epsilon)
        fields += block(tower.activation, hasLayerScale: tower.hasLayerScale)
        if !tower.isCausal { fields.append((name: "no_causal_mask", value: .bool(true))) }
        if tower.projection == .affine { fields.append((name: "proj_bias", value: .bool(true))) }
        if tower.projection == .none { fields.append((name: "proj_type", value: .string("none"))) }
        if tower.pooling == .start { fields.append((name: "pool_type", value: .string("first"))) }
        if tower.pooling == .last { fields.append((name: "pool_type", value: .string("last"))) }
        // The first token with the highest id that there is, is the first of the highest.
        if case .first(let id) = tower.pooling, Int(id) != tower.vocabularySize - 1 {
            fields += [
                (name: "pool_type", value: .string("eos")), (name: "eos_id", value: .integer(Int(id))),
            ]
        }
        return fields
    }

    /// The ratio that open_clip multiplies by and cuts off; nothing where it is the usual four.
    private static func mlp(_ mlpWidth: Int, of width: Int) -> Members {
        guard mlpWidth != 4 * width else { return [] }
        var ratio = Double(mlpWidth) / Double(width)
        while Int(Double(width) * ratio) < mlpWidth { ratio = ratio.nextUp }
        return [(name: "mlp_ratio", value: .double(ratio))]
    }

    private static func norm(_ epsilon: Float) -> Members {
        epsilon == 1e-5
            ? [] : [(name: "norm_kwargs", value: .object([(name: "eps", value: .float(epsilon))]))]
    }

    // MARK: The picture

    private static func picture(_ picture: PreprocessingConfiguration) throws(ConversionError) -> Members {
        if let side = picture.resizedSide, side != picture.imageSize {
            throw ConversionError(
                .unsupported,
                "pictures are resized to \(side) before the crop to \(picture.imageSize); "
                    + "OpenCLIP resizes to what it crops to")
        }
        guard abs(picture.rescaleFactor * 255 - 1) < 1e-6 else {
            throw ConversionError(
                .unsupported,
                "samples are multiplied by \(picture.rescaleFactor); OpenCLIP always divides by 255")
        }
        guard [.bicubic, .bilinear].contains(picture.interpolation) else {
            throw ConversionError(
                .unsupported,
                "pictures are resized by the filter \(picture.interpolation.rawValue); OpenCLIP has bicubic and "
                    + "bilinear")
        }
        guard picture.resizeMode != .unchanged else {
            throw ConversionError(
                .unsupported, "pictures are cropped without being resized; OpenCLIP always resizes")
        }
        var fields: Members = [
            (name: "size", value: .integer(picture.imageSize)), (name: "mode", value: .string("RGB")),
            (name: "mean", value: .array(picture.mean.map(JSONText.float))),
            (name: "std", value: .array(picture.standardDeviation.map(JSONText.float))),
            (name: "interpolation", value: .string(picture.interpolation.rawValue)),
            (name: "resize_mode", value: .string(picture.resizeMode.rawValue)),
        ]
        if picture.resizeMode == .longest {
            fields.append((name: "fill_color", value: .integer(Int(picture.fill))))
        }
        return fields
    }
}
