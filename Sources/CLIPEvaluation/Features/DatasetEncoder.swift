public import CLIP
public import CLIPData
public import CLIPImages
internal import CLIPWeights

/// Takes a dataset's pictures through a model, each once: vectors are kept by the pictures' content, and what a file
/// holds is remembered by its state, so that a second run reads no picture.
public struct DatasetEncoder: Sendable {
    private let model: CLIPModel
    private let cache: DiskCache
    /// How pictures become the model's input; at first as the model's files say.
    public var preprocessing: Preprocessing
    /// What a decoder may spend; at first what the preprocessing asks for.
    public var decoding: DecodingOptions
    /// How pictures are decoded, as a `Recipe` has it.
    public var decode = "exact"
    /// Unit rows if true, the tower's raw output if not; of projected features.
    public var normalised = true
    /// What is taken of each picture; others than `PictureFeatures.projected` are never made unit rows.
    ///
    /// The model must have them, see `PictureFeatures.dimension(of:)`.
    public var features = PictureFeatures.projected
    /// What is done with pictures before the model sees them; nil for nothing.
    public var alteration: PictureAlteration?
    /// The most pictures that go through the network together.
    public var batchSize = Int.max
    /// Reads and hashes every picture, whatever is remembered of its file.
    public var rehashes = false

    /// An encoder by a model that has an image tower.
    /// - Parameters:
    ///   - model: what makes the vectors.
    ///   - cache: where vectors and digests are kept.
    public init(_ model: CLIPModel, cache: DiskCache = .disabled) {
        self.model = model
        self.cache = cache
        preprocessing = model.preprocessing
        decoding = model.preprocessing.decodingOptions
    }

    /// Encodes a part of a dataset, or all of it when `split` is nil.
    ///
    /// An example that cannot be read is counted and stops nothing. When the task is cancelled, what was computed is
    /// kept for the next run.
    /// - Parameters:
    ///   - dataset: whose pictures are encoded.
    ///   - split: the part's name.
    ///   - progress: is told how many examples are done, some at a time.
    /// - Throws: `DatasetError` where the dataset cannot be read on, and where nothing in it could be;
    ///   `CancellationError`.
    public func encode(
        _ dataset: any Dataset, split: String? = nil, progress: (Int) -> Void = { _ in }
    ) async throws -> EncodedDataset {
        guard let dimension = features.dimension(of: model.configuration) else {
            preconditionFailure("\(model.name) has no \(features.rawValue) features")
        }
        let known = KnownVectors(
            model, self, dimension: dimension,
            variant: alteration.map { "altered: \($0.identity)" } ?? "", cache)
        let source = SampleSource(try dataset.samples(of: split), known, rehashes: rehashes)
        let reader = SampleImages(
            preprocessing: preprocessing, decoding: decoding, alteration: alteration, known: known,
            takesPixels: features == .pixels)
        let collector = FeatureCollector(dimension: dimension, known)
        let stream = model.stream(
            source, making: output, batchSize: batchSize,
            announce: { SampleImages.announce($0) }, read: { reader.read($0) })
        do {
            while let (outcomes, rows) = try await stream.next() {
                collector.add(outcomes, rows)
                progress(outcomes.reduce(0) { $0 + $1.count })
            }
            await stream.close()
            if let failure = source.failure { throw failure }
            // What lay behind the last example that had to be read.
            let rest = source.takeKnown()
            collector.add(known: rest)
            progress(rest.count)
        } catch {
            await stream.close()
            collector.keep()
            throw error
        }
        collector.keep()
        return try collector.finish(dataset, split)
    }

    private var output: PictureOutput {
        features == .projected
            ? .embedding(normalised: normalised) : features.output(of: model.configuration)
    }
}
