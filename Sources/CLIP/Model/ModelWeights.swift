package import CLIPNumerics
internal import CLIPWeights

/// A model's checked weights: every name and shape that the towers ask for is there, and nothing else, and all
/// values are finite.
package struct ModelWeights: Sendable {
    let store: WeightStore
    let configuration: ModelConfiguration
    /// The factor that turns cosines into logits: the exponential of what the checkpoint stores.
    let logitScale: Float
    /// Added to logits by models trained with a sigmoid loss.
    let logitBias: Float?

    /// Checks the weights of `folder`, on all threads of `compute`: every value is looked at once, unless `cache`
    /// remembers that these very files were sound.
    package init(
        _ folder: ModelFolder, _ compute: Compute, _ cache: DiskCache = .disabled
    ) throws(ConfigurationError) {
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
            let files = SoundFiles(cache, store)
            if !files.areKnown {
                try Self.checkValues(of: store, compute)
                files.remember()
            }
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

    private static func checkValues(of store: WeightStore, _ compute: Compute) throws(WeightError) {
        let tensors = store.readTensors
        let places = compute.map(tensors) { entry in
            // What was looked at is not kept: a tower that nobody asks for shall take no memory.
            defer { entry.tensor.release() }
            return entry.tensor.firstNotFinite
        }
        let damaged = zip(tensors, places).compactMap { entry, place in
            place.map { (file: entry.file, tensor: entry.tensor, place: $0) }
        }
        guard damaged.isEmpty else { throw .notFinite(damaged) }
    }

    func vision(_ preparation: InferencePreparation) -> VisionTower<InferenceOps> {
        VisionTower(
            ParameterLoader(store.root["visual"], preparation), configuration.vision,
            embedding: configuration.embedDimension)
    }

    func text(_ preparation: InferencePreparation) -> TextTransformer<InferenceOps> {
        TextTransformer(
            ParameterLoader(store.root, preparation), configuration.text,
            embedding: configuration.embedDimension)
    }

    /// Brings a tower's weights into the form of `preparation`, for what that records.
    func build(_ tower: WeightStore.Tower, _ preparation: InferencePreparation) {
        switch tower {
        case .vision: _ = vision(preparation)
        case .text: _ = text(preparation)
        }
    }
}
