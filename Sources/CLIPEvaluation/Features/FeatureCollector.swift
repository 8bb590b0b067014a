internal import CLIP
internal import CLIPData
internal import CLIPWeights

/// Puts rows together in the dataset's order, and keeps the new ones for the next run.
final class FeatureCollector {
    private let dimension: Int
    private let cache: KnownVectors
    private var values: [Float] = []
    private var targets: [[Int]] = []
    private var captions: [[String]] = []
    private var ids: [String] = []
    private var digests: [[UInt8]] = []
    private var unreadable: [UnreadableSample] = []
    private var encoded = 0
    private var newRows: [(picture: ContentDigest, embedding: ArraySlice<Float>)] = []
    private var newFiles: [(stamp: FileStamp, digest: ContentDigest)] = []
    /// Rows are kept when so many have come together.
    private let rowsAtOnce: Int

    init(dimension: Int, _ cache: KnownVectors) {
        self.dimension = dimension
        self.cache = cache
        rowsAtOnce = cache.vectors?.rowsPerFile ?? .max
    }

    func add(_ outcomes: [PendingOutcome], _ rows: EmbeddingMatrix) {
        var row = 0
        for pending in outcomes {
            add(known: pending.before)
            switch pending.outcome {
            case .unreadable(let sample): unreadable.append(sample)
            case .known(let sample, let stamp):
                append(sample, sample.vector[...])
                remember(sample, stamp)
            case .read(let sample, let stamp):
                defer { row += 1 }
                guard rows.hasDirection(row) else {
                    unreadable.append(UnreadableSample(id: sample.id, reason: CLIPModel.noVector("it")))
                    continue
                }
                append(sample, rows[row])
                encoded += 1
                if cache.vectors != nil { newRows.append((sample.digest, ArraySlice(Array(rows[row])))) }
                remember(sample, stamp)
            }
        }
        if newRows.count >= rowsAtOnce { keep() }
    }

    func add(known samples: [KnownSample]) {
        for sample in samples { append(sample, sample.vector[...]) }
    }

    /// Writes what is new to the cache.
    func keep() {
        cache.vectors?.keep(newRows)
        cache.files.keep(newFiles)
        (newRows, newFiles) = ([], [])
    }

    /// - Throws: `DatasetError` when there is no row.
    func finish(_ dataset: any Dataset, _ split: String?) throws(DatasetError) -> EncodedDataset {
        let place = split.map { "the part '\($0)' of \(dataset.name)" } ?? dataset.name
        guard !ids.isEmpty else {
            guard let first = unreadable.first else {
                throw DatasetError("\(place) has no pictures")
            }
            throw DatasetError(
                "none of the \(unreadable.count) pictures of \(place) can be read; the first, \(first.id): "
                    + first.reason)
        }
        return EncodedDataset(
            features: LabelledEmbeddings(
                embeddings: EmbeddingMatrix(rows: ids.count, dimension: dimension, values: values),
                targets: targets, captions: captions, ids: ids, digests: digests, classes: dataset.classes),
            unreadable: unreadable, encoded: encoded)
    }

    private func append(_ sample: KnownSample, _ vector: ArraySlice<Float>) {
        values += vector
        targets.append(sample.labels)
        captions.append(sample.captions)
        ids.append(sample.id)
        digests.append(sample.digest.bytes)
    }

    private func remember(_ sample: KnownSample, _ stamp: FileStamp?) {
        if let stamp, cache.vectors != nil { newFiles.append((stamp, sample.digest)) }
    }
}
