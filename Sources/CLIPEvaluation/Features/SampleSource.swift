internal import CLIP
internal import CLIPData
internal import CLIPWeights

/// An entry of a dataset that has to be looked at, with the known ones before it.
struct PendingEntry: Sendable {
    /// Examples whose vectors are known, which come before this one.
    let known: [KnownSample]
    let entry: SampleEntry
    /// The file's state before it is read.
    let stamp: FileStamp?
}

/// Goes through a dataset, and picks out the files whose vectors are known without reading them.
///
/// Drawn from on one task alone, as the stream draws its inputs.
final class SampleSource: IteratorProtocol {
    private var samples: any SampleReader
    private let cache: KnownVectors
    private let rehashes: Bool
    private var known: [KnownSample] = []
    /// What ended the reading early.
    private(set) var failure: DatasetError?

    init(_ samples: any SampleReader, _ cache: KnownVectors, rehashes: Bool) {
        self.samples = samples
        self.cache = cache
        self.rehashes = rehashes
    }

    func next() -> PendingEntry? {
        do throws(DatasetError) {
            while let entry = try samples.next() {
                var stamp: FileStamp?
                if case .sample(let sample) = entry, case .file(let path) = sample.picture {
                    stamp = FileStamp(path: path)
                    if let found = find(sample, stamp) {
                        known.append(found)
                        continue
                    }
                }
                return PendingEntry(known: takeKnown(), entry: entry, stamp: stamp)
            }
        } catch {
            failure = error
        }
        return nil
    }

    /// The known ones that no entry has come after yet.
    func takeKnown() -> [KnownSample] {
        defer { known = [] }
        return known
    }

    private func find(_ sample: Sample, _ stamp: FileStamp?) -> KnownSample? {
        guard !rehashes, let stamp, let vectors = cache.vectors, let digest = cache.files.digest(stamp),
            let vector = vectors.embedding(of: digest)
        else { return nil }
        return KnownSample(
            id: sample.id, labels: sample.labels, captions: sample.captions, digest: digest, vector: vector)
    }
}
