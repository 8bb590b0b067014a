internal import CLIPText
internal import CLIPNumerics
internal import CLIPWeights
internal import Synchronization

extension CLIPModel {
    /// What the model's embeddings may be compared with.
    ///
    /// Reads all weights once, the first time; with a cache never again while the files stay as they are.
    /// - Parameter cache: where the towers' digests are remembered.
    public func space(remembering cache: DiskCache = .disabled) -> SpaceIdentity {
        if let known = identity.withLock({ $0 }) { return known }
        let digests = RememberedDigests(cache)
        let space = SpaceIdentity(
            visionTower: digests.digest(of: .vision, in: weights.store),
            textTower: digests.digest(of: .text, in: weights.store), architecture: configuration.digest,
            tokenizer: configuration.text == nil ? nil : tokenizerDigest,
            preprocessing: folder.preprocessing?.digest)
        identity.withLock { $0 = space }
        return space
    }

    /// How the model's numbers are computed.
    /// - Parameters:
    ///   - exif: whether pictures are turned upright; nil for texts.
    public func recipe(exif: Bool? = nil) -> Recipe {
        Recipe(
            precision: element.rawValue, exif: exif.map { $0 ? "on" : "off" },
            decode: exif.map { _ in "exact" },
            engineVersion: Engine.version, instructionSet: compute.instructionSet.rawValue)
    }

    /// A cache of this model's text embeddings; nil if the weights have no digest to know them by.
    public func textCache(on cache: DiskCache) -> TextEmbeddingCache? {
        guard cache.folder != nil, configuration.text != nil,
            let tower = RememberedDigests(cache).digest(of: .text, in: weights.store)
        else { return nil }
        return TextEmbeddingCache(
            cache: cache, textTower: tower, architecture: configuration.textDigest,
            tokenizer: tokenizerDigest, recipe: recipe(), dimension: configuration.embedDimension)
    }

    private var tokenizerDigest: ContentDigest {
        TokenizerDigest.digest(
            rules: tokenizer.rulesIdentity, count: tokenizer.vocabularySize,
            specials: [tokenizer.startToken, tokenizer.endToken], spelling: { tokenizer.token($0) },
            merges: tokenizer.mergedTokens)
    }
}
