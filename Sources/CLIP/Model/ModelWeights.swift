internal import CLIPNumerics
internal import CLIPWeights

/// A model's checked weights: every name and shape that the towers ask for is there, and nothing else.
struct ModelWeights: Sendable {
    let store: WeightStore
    let configuration: ModelConfiguration
    /// The factor that turns cosines into logits: the exponential of what the checkpoint stores.
    let logitScale: Float
    /// Added to logits by models trained with a sigmoid loss.
    let logitBias: Float?

    init(_ folder: ModelFolder) throws(ConfigurationError) {
        store = try folder.openWeights()
        configuration = folder.configuration
        let root = store.root
        let scale = root.tensor("logit_scale", shape: [])
        let bias = root.has("logit_bias") ? root.tensor("logit_bias", shape: []) : nil
        _ = VisionTower<ShapeCheck>(
            ParameterLoader(root["visual"], .init()), configuration.vision,
            embedding: configuration.embedDimension)
        _ = TextTransformer<ShapeCheck>(
            ParameterLoader(root, .init()), configuration.text, embedding: configuration.embedDimension)
        do {
            try store.finish()
        } catch {
            throw ConfigurationError(error)
        }
        logitScale = exponential(scale.floats().first ?? 0)
        logitBias = bias?.floats().first
        guard logitScale.isFinite, logitBias?.isFinite ?? true else {
            throw ConfigurationError(
                .malformed,
                "\(folder.name): logit_scale or logit_bias is not a finite number; the weights are damaged")
        }
    }

    func vision(_ compute: Compute) -> VisionTower<InferenceOps> {
        VisionTower(
            ParameterLoader(store.root["visual"], InferencePreparation(compute: compute)),
            configuration.vision,
            embedding: configuration.embedDimension)
    }

    func text(_ compute: Compute) -> TextTransformer<InferenceOps> {
        TextTransformer(
            ParameterLoader(store.root, InferencePreparation(compute: compute)), configuration.text,
            embedding: configuration.embedDimension)
    }
}
