import CLIP
import CLIPData
import CLIPEvaluation

extension Session {
    /// A dataset's pictures as vectors; see ``encoded(_:split:pictures:batch:log:altered:normalised:rehashes:)``.
    func features(
        of dataset: any Dataset, split: String?, pictures: PictureOptions, batch: BatchOptions,
        log: FailureLog, altered alteration: PictureAlteration? = nil, normalised: Bool = true,
        rehashes: Bool = false
    ) async throws -> LabelledEmbeddings {
        try await encoded(
            dataset, split: split, pictures: pictures, batch: batch, log: log, altered: alteration,
            normalised: normalised, rehashes: rehashes
        ).features
    }

    /// A dataset's pictures as vectors, from the cache where they are known; what cannot be read is named in `log`.
    ///
    /// - Parameters:
    ///   - split: a part of the dataset; nil for all of it.
    ///   - alteration: what is done with pictures first.
    ///   - normalised: unit rows, or the tower's raw output.
    ///   - taking: what is taken of each picture.
    ///   - rehashes: whether pictures are read although their files look unchanged.
    func encoded(
        _ dataset: any Dataset, split: String?, pictures: PictureOptions, batch: BatchOptions,
        log: FailureLog, altered alteration: PictureAlteration? = nil, normalised: Bool = true,
        taking taken: PictureFeatures = .projected, rehashes: Bool = false
    ) async throws -> EncodedDataset {
        var encoder = encoder(pictures, batch, rehashes: rehashes)
        encoder.alteration = alteration
        encoder.normalised = normalised
        encoder.features = taken
        let bar = ProgressBar(console, noun: "picture")
        let encoded = try await encoder.encode(dataset, split: split) { bar.advance(by: $0) }
        bar.finish()
        let count = encoded.features.ids.count
        log.succeed(count)
        for sample in encoded.unreadable { try log.fail(RawPath(sample.id), reason: sample.reason) }
        let known = count - encoded.encoded
        if known > 0 {
            console.note(
                known == count
                    ? "all \(DisplayNumber.count(count, "picture")) known from an earlier run"
                    : "\(DisplayNumber.grouped(known)) of \(DisplayNumber.count(count, "picture")) known from an earlier run"
            )
        }
        return encoded
    }

    /// What makes vectors of a dataset's pictures as the options say.
    func encoder(
        _ pictures: PictureOptions, _ batch: BatchOptions, rehashes: Bool = false
    ) -> DatasetEncoder {
        var encoder = DatasetEncoder(clip, cache: cache)
        let reader = reader(pictures)
        encoder.preprocessing = reader.preprocessing
        encoder.decoding = reader.decoding
        encoder.decode = pictures.decodeMode
        encoder.batchSize = batch.batchSize
        encoder.rehashes = rehashes
        return encoder
    }
}
