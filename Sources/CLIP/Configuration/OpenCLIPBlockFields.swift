import CLIPWeights

/// What OpenCLIP's configurations say about a transformer's blocks, in either tower.
struct OpenCLIPBlockFields {
    let mlpWidth: Int
    let activation: ModelConfiguration.Activation
    let epsilon: Float
    let hasLayerScale: Bool

    /// - Parameters:
    ///   - width: the tower's width, *D*.
    ///   - activation: the whole model's.
    init(
        _ fields: inout ConfigurationFields, width: Int, _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) {
        mlpWidth = try Self.mlpWidth(&fields, width)
        self.activation = try Self.activation(&fields, activation)
        epsilon = try Self.epsilon(&fields)
        // The value that training starts with; what it ended with lies in the weights.
        hasLayerScale = fields.has("ls_init_value")
        _ = try fields.number("ls_init_value", default: 0)
        // Null means the plain block, too, unless one of the others is on.
        try fields.absent("block_type", ifNot: .string("default"), Self.reason)
        for name in Self.variants { try fields.off(name, Self.reason) }
    }

    private static let variants = [
        "qk_norm", "scaled_cosine_attn", "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc",
    ]
    private static let reason = "is a block of OpenCLIP's experiments, which no published model has"

    /// The names of all fields that are read here.
    static let all =
        variants + ["mlp_ratio", "act_kwargs", "norm_kwargs", "ls_init_value", "block_type"]

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

    private static func activation(
        _ fields: inout ConfigurationFields, _ activation: ModelConfiguration.Activation
    ) throws(ConfigurationError) -> ModelConfiguration.Activation {
        guard var given = try fields.object("act_kwargs") else { return activation }
        let isTanh = try given.choice("approximate", default: false, ["tanh": true, "none": false])
        try given.finish()
        guard isTanh else { return activation }
        guard activation == .gelu else {
            throw fields.fail("act_kwargs", "quick_gelu has no approximation; one of the two is a mistake")
        }
        return .tanhGELU
    }

    private static func epsilon(_ fields: inout ConfigurationFields) throws(ConfigurationError) -> Float {
        guard var norm = try fields.object("norm_kwargs") else { return 1e-5 }
        let epsilon = try norm.epsilon("eps")
        try norm.finish()
        return epsilon
    }
}
