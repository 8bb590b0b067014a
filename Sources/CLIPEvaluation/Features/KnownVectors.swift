internal import CLIP
internal import CLIPImages
internal import CLIPWeights

/// What the cache knows of pictures: what files hold, and the vectors of contents.
struct KnownVectors: Sendable {
    let files: RememberedPictures
    /// Nil where nothing is kept.
    let vectors: ImageEmbeddingCache?

    init(_ model: CLIPModel, _ encoder: DatasetEncoder, variant: String, _ cache: DiskCache) {
        files = RememberedPictures(cache)
        let variant = (encoder.normalised ? "unit " : "raw ") + variant
        let origin =
            cache.folder == nil
            ? nil
            : model.imageDigest(
                encoder.preprocessing, decode: encoder.decode, variant: variant, remembering: cache)
        vectors = origin.map {
            ImageEmbeddingCache(cache: cache, origin: $0, dimension: model.configuration.embedDimension)
        }
    }
}

/// An example whose vector was known, without its picture.
struct KnownSample: Sendable {
    let id: String
    let labels: [Int]
    let captions: [String]
    let digest: ContentDigest
    let vector: [Float]
}
