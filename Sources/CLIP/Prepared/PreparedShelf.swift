internal import CLIPNumerics
public import CLIPWeights

/// The part of the cache that holds prepared towers: one file for each tower, instruction set, arithmetic and
/// version of the engine.
///
/// A tower is known by the digest of its weights, so that a copy of a model's folder finds it, too. Whether the
/// digest is known without reading the weights depends on the files' state (see `RememberedDigests`).
struct PreparedShelf: Sendable {
    let cache: DiskCache
    let store: WeightStore
    let compute: Compute
    let element: Element

    /// The prepared tower, if an earlier run left it and the weights have not changed since.
    func matrices(of tower: WeightStore.Tower) -> PreparedMatrices? {
        guard let digest = RememberedDigests(cache).known(of: tower, in: store),
            let path = path(tower, digest),
            let matrices = PreparedMatrices(path: path, for: key(tower, digest))
        else { return nil }
        CacheFiles.touch(path)
        return matrices
    }

    /// Where a tower's file is; nil if there is no cache, or no digest of the tower.
    func path(_ tower: WeightStore.Tower, _ digest: ContentDigest) -> String? {
        cache.folder.map {
            "\($0)/\(DiskCache.preparedCategory)/\(tower)/\(key(tower, digest).hex)\(DiskCache.preparedSuffix)"
        }
    }

    /// What decides a file's bytes. Heads, activations and the size of pictures are not in it: panels are packed from
    /// the weights alone, and positions, which depend on the size, are no panels.
    func key(_ tower: WeightStore.Tower, _ digest: ContentDigest) -> ContentDigest {
        var builder = DigestBuilder("swift-clip prepared 2")
        builder.append(tower.rawValue)
        builder.append(digest)
        builder.append(compute.instructionSet.rawValue)
        builder.append(element.rawValue)
        builder.append(Engine.version)
        return builder.finish()
    }
}

extension CLIPModel {
    /// A tower whose prepared form is in the cache.
    public struct PreparedTower: Sendable, Hashable {
        /// Which of the two.
        public let tower: WeightStore.Tower
        /// The file.
        public let path: String
        /// The file's size.
        public let bytes: Int
        /// Whether it was there before.
        public let wasThere: Bool
    }

    /// Packs both towers for this processor and keeps them in a cache, where the next load of the same weights
    /// with that cache maps them. Takes the disk space of the weights in float32.
    ///
    /// - Returns: the towers; none of a model in memory, which has no files to know it by.
    /// - Throws: what keeps a file from being written.
    @concurrent
    public func prepare(in cache: DiskCache) async throws(ConfigurationError) -> [PreparedTower] {
        var prepared: [PreparedTower] = []
        guard weights.store.stamps != nil else { return [] }
        await RememberedDigests.settle(weights.store)
        for tower in WeightStore.Tower.allCases {
            let shelf = PreparedShelf(
                cache: cache, store: weights.store, compute: compute, element: element)
            guard let digest = RememberedDigests(cache).digest(of: tower, in: weights.store),
                let path = shelf.path(tower, digest)
            else { continue }
            let key = shelf.key(tower, digest)
            // Damage is not looked for at every start, but here.
            let wasThere = PreparedMatrices(path: path, for: key)?.isSound == true
            if !wasThere {
                let recorder = PreparedRecorder()
                await compute.perform { [weights, compute, element, folder] in
                    weights.build(
                        tower,
                        InferencePreparation(
                            compute: compute, element: element, recorder: recorder,
                            samples: SampleScale(folder)))
                }
                guard !CacheFiles.isFolder(path) else {
                    throw ConfigurationError(
                        .unreadable,
                        "\(path): a folder stands where the prepared weights are to be written; remove it, and "
                            + "prepare again")
                }
                _ = CacheFiles.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
                do { try PreparedMatrices.write(recorder.matrices, to: path, for: key) } catch {
                    throw ConfigurationError(error)
                }
                cache.shrinkPrepared()
            }
            prepared.append(
                PreparedTower(tower: tower, path: path, bytes: CacheFiles.size(path) ?? 0, wasThere: wasThere)
            )
        }
        return prepared
    }
}
