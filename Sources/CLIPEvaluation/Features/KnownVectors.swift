internal import CLIP
internal import CLIPImages
internal import CLIPWeights

/// What the cache knows of pictures: what files hold, and the vectors of contents.
struct KnownVectors: Sendable {
    let files: RememberedPictures
    /// Nil where nothing is kept.
    let vectors: ImageEmbeddingCache?

    init(
        _ model: CLIPModel, _ encoder: DatasetEncoder, dimension: Int, variant: String, _ cache: DiskCache
    ) {
        files = RememberedPictures(cache)
        let form =
            switch encoder.features {
            case .projected: encoder.normalised ? "unit " : "raw "
            case .preProjection, .pixels: "\(encoder.features.rawValue) "
            }
        let variant = form + variant
        // Means of pixels are sooner made than kept.
        let origin =
            cache.folder == nil || encoder.features == .pixels
            ? nil
            : model.imageDigest(
                encoder.preprocessing, decode: encoder.decode, variant: variant, remembering: cache)
        vectors = origin.map {
            ImageEmbeddingCache(cache: cache, origin: $0, dimension: dimension)
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
