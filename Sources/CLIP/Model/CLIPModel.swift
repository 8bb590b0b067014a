public import CLIPImages
public import CLIPNumerics
public import CLIPText
internal import CLIPWeights

/// A CLIP model: pictures and texts to vectors of one space.
///
/// Everything that can be wrong with a model's files shows while loading. A tower's weights are packed by
/// the first call that needs it, or by the second where the first has few inputs (which packs them as it goes and keeps
/// none); the other tower is not read. Safe to use from several tasks at once.
///
/// A model has both towers, unless it was loaded with ``LoadingOptions/needs`` of one alone and its files have no
/// other. To ask such a model for what only the other tower has is a mistake of the program, and traps.
public final class CLIPModel: Sendable {
    /// The folder's name, or the bundled model's.
    public let name: String
    /// Sizes of both towers.
    public let configuration: ModelConfiguration
    /// How pictures are prepared, as the model's files say. The model must have an image tower.
    public var preprocessing: Preprocessing {
        guard let prepared else { preconditionFailure("\(name) has no image tower") }
        return prepared
    }
    /// The byte-pair tokenizer of the model's vocabulary. The model must have a text tower.
    public var tokenizer: Tokenizer {
        guard let words else { preconditionFailure("\(name) has no text tower") }
        return words.value
    }
    /// The most tokens that a text can have, with start and end. The model must have a text tower.
    public var contextLength: Int { text.sizes.contextLength }
    /// The factor that turns cosines into logits: the exponential of what the checkpoint stores. The model must have
    /// both towers.
    public var logitScale: Float {
        guard let scale = weights.logitScale else { preconditionFailure("\(name) is one tower alone") }
        return scale
    }
    /// What models trained with a sigmoid loss add to the logits.
    public var logitBias: Float? { weights.logitBias }
    /// What was taken for granted or chosen because the files leave it open, a sentence each; nearly always nothing.
    public var assumptions: [String] { folder.assumptions + weights.store.remarks }
    /// Threads and kernels that the model works with.
    public let compute: Compute
    /// What products are computed in; see ``Precision``.
    public let element: Element
    /// The files that the model was loaded from.
    public let folder: ModelFolder

    package let weights: ModelWeights
    let identity = Locked<SpaceIdentity?>(nil)
    private let prepared: Preprocessing?
    let words: LazyTokenizer?
    private let visionEncoder: Encoder<VisionTower<InferenceOps>>?
    private let textEncoder: Encoder<TextTransformer<InferenceOps>>?

    /// Opens a model's files and checks them; weights above 16 MiB are mapped. Every weight is looked at once,
    /// because one that is no number would show in every vector.
    /// - Parameters:
    ///   - source: a folder in OpenCLIP's or Hugging Face's layout, a file of weights, or files in memory.
    ///   - options: what the files leave open.
    ///   - compute: threads and instruction set.
    ///   - cache: remembers that these files were sound, and may have the towers prepared (see `prepare(in:)`).
    /// - Throws: what is missing or wrong, by file and name.
    @concurrent
    public static func load(
        _ source: ModelSource, options: LoadingOptions = LoadingOptions(), compute: Compute = .shared,
        cache: DiskCache = .disabled
    ) async throws(ConfigurationError) -> CLIPModel {
        try CLIPModel(source, options, compute, cache)
    }

    /// Opens the model in a folder or a file; see ``load(_:options:compute:cache:)-(ModelSource,_,_,_)``.
    @concurrent
    public static func load(
        _ path: String, options: LoadingOptions = LoadingOptions(), compute: Compute = .shared,
        cache: DiskCache = .disabled
    ) async throws(ConfigurationError) -> CLIPModel {
        try CLIPModel(.path(path), options, compute, cache)
    }

    private init(
        _ source: ModelSource, _ options: LoadingOptions, _ compute: Compute, _ cache: DiskCache
    ) throws(ConfigurationError) {
        let folder = try ModelFolder(source, options: options)
        let weights = try ModelWeights(folder, compute, cache)
        let element = options.precision.element(on: compute)
        let shelf = PreparedShelf(cache: cache, store: weights.store, compute: compute, element: element)
        @Sendable func preparation(_ tower: WeightStore.Tower, keeps: Bool) -> InferencePreparation {
            InferencePreparation(
                compute: compute, element: element, prepared: shelf.matrices(of: tower),
                samples: SampleScale(folder), keeps: keeps)
        }
        self.element = element
        self.folder = folder
        self.weights = weights
        self.compute = compute
        name = folder.name
        configuration = folder.configuration
        prepared = folder.preprocessing.map { Preprocessing($0) }
        words = try folder.makeTokenizer()
        let dimension = configuration.embedDimension
        // Enough rows to keep the kernels busy, few enough that intermediates stay near the caches.
        func batch(of widest: Int) -> Int { max(1, min(32, (1 << 20) / widest)) }
        visionEncoder = configuration.vision.map { sizes in
            let batch = batch(of: sizes.widestActivation)
            return Encoder(
                compute: compute, element: element, dimension: dimension, batchSize: batch,
                activations: sizes.activations(batch: batch, threads: compute.threads)
            ) { weights.vision(sizes, preparation(.vision, keeps: $0)) }
        }
        textEncoder = configuration.text.map { sizes in
            let batch = batch(of: sizes.contextLength * sizes.mlpWidth)
            return Encoder(
                compute: compute, element: element, dimension: dimension, batchSize: batch,
                activations: sizes.activations(batch: batch, threads: compute.threads)
            ) { weights.text(sizes, preparation(.text, keeps: $0)) }
        }
    }

    /// The image tower, which must be there.
    var vision: Encoder<VisionTower<InferenceOps>> {
        guard let visionEncoder else { preconditionFailure("\(name) has no image tower") }
        return visionEncoder
    }

    /// The text tower and its sizes, which must be there.
    var text: (encoder: Encoder<TextTransformer<InferenceOps>>, sizes: ModelConfiguration.Text) {
        guard let textEncoder, let sizes = configuration.text else {
            preconditionFailure("\(name) has no text tower")
        }
        return (textEncoder, sizes)
    }

    /// Embeds pictures that are already cropped to the model's size, `Preprocessing.crop(_:)`.
    /// - Parameters:
    ///   - crops: pictures of R × R pixels.
    ///   - normalised: unit rows if true, the tower's raw output if not.
    /// - Returns: `[crops.count, E]`
    public func encode(
        crops: [RGBImage], normalised: Bool = true
    ) async throws(CancellationError) -> EmbeddingMatrix {
        try await encode(pictures: crops.count, normalised: normalised) { crops[$0] }
    }

    /// Embeds pictures of any size.
    /// - Parameters:
    ///   - images: pictures; each is resized and cropped as the model's files say.
    ///   - normalised: unit rows if true, the tower's raw output if not.
    /// - Returns: `[images.count, E]`
    public func encode(
        images: [RGBImage], normalised: Bool = true
    ) async throws(CancellationError) -> EmbeddingMatrix {
        try await encode(pictures: images.count, normalised: normalised) { [preprocessing] in
            preprocessing.crop(images[$0])
        }
    }

    private func encode(
        pictures count: Int, normalised: Bool, crop: @escaping @Sendable (Int) -> RGBImage
    ) async throws(CancellationError) -> EmbeddingMatrix {
        try await vision.encode(count, normalised: normalised) { [preprocessing] tower, range, ops in
            tower(ops.pixels(range, for: tower, preprocessing, crop: crop), in: ops)
        }
    }

    /// Embeds texts, tokenizing them off the caller's thread; one that is too long is cut, its end-of-text token kept.
    /// - Returns: `[texts.count, E]`
    @concurrent
    public func encode(
        texts: [String], normalised: Bool = true
    ) async throws(CancellationError) -> EmbeddingMatrix {
        let (tokenizer, length) = (tokenizer, text.sizes.contextLength)
        var tokens: [[Int32]] = []
        for text in texts {
            if tokens.count % 1024 == 0, Task.isCancelled { throw CancellationError() }
            tokens.append(tokenizer.encode(text, contextLength: length).ids)
        }
        return try await encode(tokens: tokens, normalised: normalised)
    }

    /// Embeds tokenized texts.
    /// - Parameters:
    ///   - tokens: ids with start and end token, none empty, none longer than the context, each id below
    ///     the vocabulary's size.
    ///   - normalised: unit rows if true, the tower's raw output if not.
    /// - Returns: `[tokens.count, E]`
    public func encode(
        tokens: [[Int32]], normalised: Bool = true
    ) async throws(CancellationError) -> EmbeddingMatrix {
        let (encoder, sizes) = text
        check(tokens, sizes)
        let sorted = SortedTexts(tokens, for: sizes)
        let batches = sorted.batches(
            rows: encoder.batchSize * sizes.contextLength, threads: compute.threads)
        let encoded = try await encoder.encode(
            sorted.texts.count, in: Passes(batches, threads: compute.threads), normalised: normalised
        ) { tower, range, ops in tower(TokenBatch(sorted.texts[range], for: sizes), in: ops) }
        return encoded.gathered(sorted.places)
    }

    /// Traps where token ids are not such as the text tower takes.
    func check(_ tokens: [[Int32]], _ sizes: ModelConfiguration.Text) {
        for ids in tokens {
            precondition(
                (1...sizes.contextLength).contains(ids.count),
                "a text of \(ids.count) tokens; this model takes 1 to \(sizes.contextLength)")
            precondition(
                ids.allSatisfy { (0..<Int32(sizes.vocabularySize)).contains($0) },
                "a token id outside the vocabulary")
        }
    }

    /// How well each text describes each picture.
    /// - Parameters:
    ///   - images: unit rows.
    ///   - texts: unit rows.
    public func similarity(_ images: EmbeddingMatrix, _ texts: EmbeddingMatrix) -> Similarity {
        Similarity(images: images, texts: texts, scale: logitScale, bias: logitBias ?? 0)
    }

    /// Does independent work, such as decoding pictures, on the model's threads, off Swift's cooperative
    /// ones.
    /// - Returns: the results in order.
    public func parallelMap<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ transform: @escaping @Sendable (Input) -> Output
    ) async -> [Output] {
        await compute.perform { [compute] in compute.map(inputs, transform) }
    }
}
