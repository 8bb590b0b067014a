package import CLIPImages
internal import CLIPNumerics

/// The results of a ``PicturePipeline`` in the order of its inputs, for one task that takes them.
///
/// Inputs are drawn on that task as there is room for them. Once nobody holds the stream, nothing more is begun.
package final class PictureStream<Inputs: IteratorProtocol, Outcome: Sendable>
where Inputs.Element: Sendable {
    private var inputs: Inputs
    private let pipeline: PicturePipeline<Inputs.Element, Outcome>
    private let columns: Int

    init(_ inputs: Inputs, _ pipeline: PicturePipeline<Inputs.Element, Outcome>, columns: Int) {
        self.inputs = inputs
        self.pipeline = pipeline
        self.columns = columns
    }

    deinit { pipeline.close() }

    /// The next results: at least one, and all that are there.
    /// - Returns: what became of some inputs, and a row for each that gave a crop; nil at the end.
    /// - Throws: `CancellationError` once the task is cancelled and all that was finished before is handed over.
    package func next() async throws(CancellationError) -> (outcomes: [Outcome], rows: EmbeddingMatrix)? {
        pipeline.fill { inputs.next() }
        guard let (outcomes, values) = await pipeline.results() else {
            if Task.isCancelled { throw CancellationError() }
            return nil
        }
        return (outcomes, EmbeddingMatrix(rows: values.count / columns, dimension: columns, values: values))
    }

    /// Begins nothing more, and waits until the model's threads have left.
    package func close() async {
        pipeline.close()
        while await pipeline.results() != nil {}
    }
}

/// What is made of pictures.
package enum PictureOutput: Sendable {
    /// Vectors: unit ones, or the tower's raw output.
    case embedding(normalised: Bool)
    /// The activations of all tokens at one depth.
    case hidden(HiddenLayer)
    /// What a vision transformer projects, of this width.
    case pooled(width: Int)
    /// The crops' own means, see ``PictureFeatures/pixels``.
    case pixels
}

extension CLIPModel {
    /// Takes pictures through the model, some being read while others are encoded.
    /// - Parameters:
    ///   - inputs: what pictures are read from, drawn some way ahead of the results.
    ///   - output: what is made of them.
    ///   - batchSize: the most that go through the network together, where the model's own number is not less.
    ///   - announce: is told of an input some time before it is read.
    ///   - read: makes an input a crop of the model's size, or finds that it is none; on the model's threads.
    package func stream<Inputs: IteratorProtocol, Outcome: Sendable>(
        _ inputs: Inputs, making output: PictureOutput, batchSize: Int = .max,
        announce: @escaping @Sendable (Inputs.Element) -> Void = { _ in },
        read: @escaping @Sendable (Inputs.Element) -> (Outcome, RGBImage?)
    ) -> PictureStream<Inputs, Outcome> where Inputs.Element: Sendable {
        let vision = vision
        let columns =
            switch output {
            case .embedding: vision.dimension
            case .hidden(let layer): layer.tokens * layer.width
            case .pooled(let width): width
            case .pixels: PictureFeatures.pixelDimension
            }
        let network = PicturePipeline<Inputs.Element, Outcome>.Network(
            batchSize: min(vision.batchSize, batchSize), prepare: vision.prepare
        ) { [preprocessing] crops, isSingle, compute in
            switch output {
            case .embedding(let normalised):
                vision.encodeNow(crops.count, isSingle: isSingle, normalised: normalised, on: compute) {
                    tower, range, ops in
                    tower(ops.pixels(range, for: tower, preprocessing) { crops[$0] }, in: ops)
                }
            case .hidden(let layer):
                vision.encodeNow(
                    crops.count, isSingle: isSingle, columns: columns, normalised: false, on: compute
                ) {
                    tower, range, ops in
                    tower.hidden(
                        ops.pixels(range, for: tower, preprocessing) { crops[$0] }, depth: layer.depth,
                        in: ops)
                }
            case .pooled:
                vision.encodeNow(
                    crops.count, isSingle: isSingle, columns: columns, normalised: false, on: compute
                ) {
                    tower, range, ops in
                    tower.pooled(ops.pixels(range, for: tower, preprocessing) { crops[$0] }, in: ops)
                }
            case .pixels: crops.flatMap { PictureFeatures.pixels(of: $0) }
            }
        }
        let reading = PicturePipeline<Inputs.Element, Outcome>.Reading(announce: announce, read: read)
        return PictureStream(inputs, PicturePipeline(compute, network, reading), columns: columns)
    }
}
