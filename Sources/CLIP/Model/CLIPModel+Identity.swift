package import CLIPImages
internal import CLIPNumerics
package import CLIPWeights

extension CLIPModel {
    /// What the model's embeddings may be compared with.
    ///
    /// Reads all weights once, the first time; with a cache never again while the files stay as they are.
    /// - Parameter cache: where the towers' digests are remembered.
    public func space(remembering cache: DiskCache = .disabled) -> SpaceIdentity {
        if let known = identity.withLock({ $0 }) { return known }
        let digests = RememberedDigests(cache)
        let towers = compute.map([.vision, .text]) { digests.digest(of: $0, in: weights.store) }
        let space = SpaceIdentity(
            visionTower: towers[0], textTower: towers[1], architecture: configuration.digest,
            tokenizer: words?.digest, preprocessing: folder.preprocessing?.digest)
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
    ///
    /// Reads the text tower's weights, unless the cache remembers their digest.
    public func textCache(on cache: DiskCache) -> TextEmbeddingCache? {
        guard cache.folder != nil else { return nil }
        return RememberedDigests(cache).digest(of: .text, in: weights.store).flatMap {
            textCache(on: cache, textTower: $0)
        }
    }

    /// The same where no file has to be read for it: where the digest is remembered, or the weights are in memory.
    func knownTextCache(on cache: DiskCache) -> TextEmbeddingCache? {
        guard weights.store.stamps != nil else { return textCache(on: cache) }
        return RememberedDigests(cache).known(of: .text, in: weights.store).flatMap {
            textCache(on: cache, textTower: $0)
        }
    }

    private func textCache(on cache: DiskCache, textTower: ContentDigest) -> TextEmbeddingCache? {
        words.map {
            TextEmbeddingCache(
                cache: cache, textTower: textTower, architecture: configuration.textDigest,
                tokenizer: $0.digest, recipe: recipe(), dimension: configuration.embedDimension)
        }
    }

    /// Text embeddings that are remembered on disk; nil without a cache or a text tower.
    package func rememberedTexts(on cache: DiskCache) -> RememberedTexts? {
        cache.folder == nil || configuration.text == nil ? nil : RememberedTexts(self, cache)
    }

    /// The digest of all that decides a picture's embedding but the picture: the image tower, the preprocessing with
    /// what a run changes of it, the recipe, and `variant`, which tells apart what else is done with pictures. Nil if
    /// the weights have no digest to know them by.
    package func imageDigest(
        _ preprocessing: Preprocessing, decode: String, variant: String, remembering cache: DiskCache
    ) -> ContentDigest? {
        guard let tower = space(remembering: cache).visionTower, let asked = folder.preprocessing else {
            return nil
        }
        var builder = DigestBuilder("swift-clip image embedding 1")
        builder.append(tower)
        builder.append(configuration.visionDigest)
        builder.append(asked.digest)
        builder.append(preprocessing.size)
        builder.append("\(preprocessing.cropRounding) \(preprocessing.colourOrder)")
        let recipe = recipe(exif: preprocessing.appliesOrientation)
        for setting in [
            recipe.precision, recipe.exif ?? "", decode, recipe.engineVersion, recipe.instructionSet, variant,
        ] {
            builder.append(setting)
        }
        // Values are kept as the machine has them.
        #if _endian(little)
            builder.append("little-endian")
        #else
            builder.append("big-endian")
        #endif
        return builder.finish()
    }
}
