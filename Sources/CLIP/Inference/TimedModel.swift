package import CLIPImages
internal import CLIPNumerics
internal import CLIPText
package import CLIPWeights

/// One tower of a model with a clock around every step: the same network, the same weights, packed once more.
///
/// The model's `Compute` must have a timeline. What is done here is what `CLIPModel.encode` does with one batch,
/// without its queues and its cutting into batches.
package struct TimedModel: Sendable {
    private let model: CLIPModel
    private let timeline: Timeline
    private let tower: Tower
    private let arenas = ArenaPool(expecting: 0)

    private enum Tower: Sendable {
        case vision(VisionTower<TimedOps<InferenceOps>>)
        case text(TextTransformer<TimedOps<InferenceOps>>, ModelConfiguration.Text)
    }

    /// Packs the weights of a tower; nil if the model has no such tower or nobody to tell the times to.
    package init?(_ model: CLIPModel, _ tower: WeightStore.Tower) {
        guard let timeline = model.compute.timeline else { return nil }
        let preparation = InferencePreparation(
            compute: model.compute, element: model.element, samples: SampleScale(model.folder))
        let loader = ParameterLoader<TimedOps<InferenceOps>>(model.weights.store.root, preparation)
        let (configuration, embedding) = (model.configuration, model.configuration.embedDimension)
        switch (tower, configuration.vision, configuration.text) {
        case (.vision, let sizes?, _):
            self.tower = .vision(VisionTower(loader["visual"], sizes, embedding: embedding))
        case (.text, _, let sizes?):
            self.tower = .text(TextTransformer(loader, sizes, embedding: embedding), sizes)
        default: return nil
        }
        self.model = model
        self.timeline = timeline
    }

    /// What goes through the tower.
    package enum Inputs: Sendable {
        /// Bytes of pictures' files that were found sound.
        case files([[UInt8]], DecodingOptions)
        /// Pictures of any size.
        case images([RGBImage])
        /// Texts.
        case texts([String])

        package var count: Int {
            switch self {
            case .files(let files, _): files.count
            case .images(let images): images.count
            case .texts(let texts): texts.count
            }
        }
    }

    /// Encodes all inputs together, once.
    /// - Parameters:
    ///   - inputs: of the tower's kind; of another there is no result.
    ///   - name: of the whole pass on the timeline.
    package func encode(_ inputs: Inputs, name: String) async -> EmbeddingMatrix {
        let dimension = model.configuration.embedDimension
        let values = await model.compute.perform {
            timeline.measure(name, .stage) { arenas.withArena { pass(inputs, on: $0) } }
        }
        return EmbeddingMatrix(rows: values.count / dimension, dimension: dimension, values: values)
    }

    private func pass(_ inputs: Inputs, on arena: Arena) -> [Float] {
        let plain = InferenceOps(compute: model.compute, arena: arena, element: model.element)
        let ops = TimedOps(base: plain, timeline: timeline)
        var rows: [Float]
        switch tower {
        case .vision(let network):
            let crops = crops(of: inputs)
            let pixels = stage("normalise") {
                plain.pixels(0..<crops.count, for: network, model.preprocessing) { crops[$0] }
            }
            rows = stage("tower") { network(pixels, in: ops).floats }
        case .text(let network, let sizes):
            guard case .texts(let texts) = inputs else { return [] }
            let tokens = stage("tokenize") {
                texts.map { model.tokenizer.encode($0, contextLength: sizes.contextLength).ids }
            }
            rows = stage("tower") { network(TokenBatch(tokens[...], for: sizes), in: ops).floats }
        }
        return stage("unit length") {
            model.compute.normalise(&rows, columns: model.configuration.embedDimension)
            return rows
        }
    }

    private func crops(of inputs: Inputs) -> [RGBImage] {
        switch inputs {
        case .files(let files, let options):
            let pictures = stage("decode") {
                model.compute.map(files) { try? DecodedImage(bytes: $0, options: options) }.compactMap(\.self)
            }
            return stage("crop") { model.compute.map(pictures) { model.preprocessing.crop($0) } }
        case .images(let images):
            return stage("crop") { model.compute.map(images) { model.preprocessing.crop($0) } }
        case .texts: return []
        }
    }

    private func stage<R>(_ name: String, _ body: () -> R) -> R { timeline.measure(name, .stage, body) }
}
