package import CLIPNumerics
package import CLIPWeights

/// A model's checked weights: every name and shape that the towers ask for is there, and nothing else, and all
/// values are finite.
package struct ModelWeights: Sendable {
    let store: WeightStore
    let configuration: ModelConfiguration
    /// The factor that turns cosines into logits: the exponential of what the checkpoint stores.
    /// Nil for a tower alone, which has none.
    let logitScale: Float?
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
        // A tower alone comes without them, or with what is left of the whole model's.
        let hasScale = configuration.towers == .both || root.has("logit_scale")
        let scale = hasScale ? root.tensor("logit_scale", shape: []) : nil
        let bias = root.has("logit_bias") ? root.tensor("logit_bias", shape: []) : nil
        let embedding = configuration.embedDimension
        _ = configuration.vision.map {
            VisionTower<ShapeCheck>(ParameterLoader(root["visual"], .init()), $0, embedding: embedding)
        }
        _ = configuration.text.map {
            TextTransformer<ShapeCheck>(ParameterLoader(root, .init()), $0, embedding: embedding)
        }
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
        logitScale = (scale?.floats().first).map(exponential)
        logitBias = bias?.floats().first
        guard logitScale?.isFinite ?? true, logitBias?.isFinite ?? true else {
            throw ConfigurationError(
                .malformed,
                "\(folder.name): logit_scale or logit_bias is not a finite number; the weights are damaged")
        }
    }

    private static func checkValues(of store: WeightStore, _ compute: Compute) throws(WeightError) {
        let tensors = store.readTensors
        // Parts of a few megabytes: vocabularies are larger than all else, and nobody shall wait for them.
        let parts = tensors.indices.flatMap { index in
            let count = tensors[index].tensor.count
            return stride(from: 0, to: count, by: partSize).map {
                (tensor: index, elements: $0..<min($0 + partSize, count))
            }
        }
        let places = compute.map(parts) { part in
            let tensor = tensors[part.tensor].tensor
            // What was looked at is not kept: a tower that nobody asks for shall take no memory.
            defer { tensor.release(part.elements) }
            return tensor.firstNotFinite(inStored: part.elements)
        }
        var damaged: [(file: String, tensor: WeightTensor, place: Int)] = []
        var last = -1
        for (part, place) in zip(parts, places) {
            guard let place, part.tensor != last else { continue }
            last = part.tensor
            damaged.append((tensors[last].file, tensors[last].tensor, place))
        }
        guard damaged.isEmpty else { throw .notFinite(damaged) }
    }

    private static let partSize = 1 << 20

    /// The image tower, of which the configuration has the sizes.
    func vision(
        _ sizes: ModelConfiguration.Vision, _ preparation: InferencePreparation
    ) -> VisionTower<InferenceOps> {
        VisionTower(
            ParameterLoader(store.root["visual"], preparation), sizes,
            embedding: configuration.embedDimension)
    }

    /// The text tower, of which the configuration has the sizes.
    func text(
        _ sizes: ModelConfiguration.Text, _ preparation: InferencePreparation
    ) -> TextTransformer<InferenceOps> {
        TextTransformer(
            ParameterLoader(store.root, preparation), sizes,
            embedding: configuration.embedDimension)
    }

    /// The place in the weights from which canonical names count.
    package var root: WeightCursor { store.root }
    /// Columns of embeddings, E.
    package var embeddingDimension: Int { configuration.embedDimension }

    /// The text tower for any executor; nil if the model has none.
    package func text<O: Ops>(on preparation: O.Preparation) -> TextTransformer<O>? {
        configuration.text.map {
            TextTransformer(
                ParameterLoader(store.root, preparation), $0, embedding: configuration.embedDimension)
        }
    }

    /// Brings a tower's weights into the form of `preparation`, for what that records.
    func build(_ tower: WeightStore.Tower, _ preparation: InferencePreparation) {
        switch tower {
        case .vision: _ = configuration.vision.map { vision($0, preparation) }
        case .text: _ = configuration.text.map { text($0, preparation) }
        }
    }
}
