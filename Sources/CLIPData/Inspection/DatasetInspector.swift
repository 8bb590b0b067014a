internal import CLIPImages
internal import CLIPWeights

/// Goes through a dataset and counts.
///
/// Memory grows with the names of the samples and 32 bytes for each, where pictures are read.
public struct DatasetInspector: Sendable {
    /// Whether pictures are read and decoded, which finds damage and duplicates.
    public var readsPictures = true
    /// Samples of each part that are shown.
    public var examplesPerPart = 3

    private static let chunk = 64

    /// Reads pictures.
    public init() {}

    /// Goes through a part, or through all where `split` is nil.
    ///
    /// - Parameters:
    ///   - dataset: what is gone through.
    ///   - split: the part's name.
    ///   - progress: told how many entries more are done.
    ///   - failure: told what cannot be read, in order.
    /// - Throws: ``DatasetError`` where nothing more can be read; `CancellationError`.
    public func inspect(
        _ dataset: any Dataset, split: String? = nil, progress: (Int) -> Void = { _ in },
        failure: (DatasetInspection.Unreadable) throws -> Void = { _ in }
    ) async throws -> DatasetInspection {
        var tally = Tally(classes: dataset.classes.count, examplesPerPart: examplesPerPart)
        let wanted = try split.map { try dataset.split(named: $0) }
        let parts: [String?] =
            dataset.splits.isEmpty ? [nil] : dataset.splits.filter { wanted == nil || $0 == wanted }
        for part in parts {
            tally.begin(part)
            var reader = try dataset.samples(of: part)
            while true {
                try Task.checkCancellation()
                let entries = try Self.entries(&reader)
                guard !entries.isEmpty else { break }
                for (entry, look) in zip(entries, await looks(entries)) {
                    if let unreadable = tally.count(entry, look) { try failure(unreadable) }
                }
                progress(entries.count)
            }
        }
        return tally.inspection(hasReadPictures: readsPictures)
    }

    private static func entries(_ reader: inout any SampleReader) throws -> [SampleEntry] {
        var entries: [SampleEntry] = []
        while entries.count < chunk, let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    /// What the pictures of entries are; nil for those that are not tried.
    private func looks(_ entries: [SampleEntry]) async -> [Result<PictureLook, DatasetError>?] {
        guard readsPictures else { return entries.map { _ in nil } }
        var looks: [Result<PictureLook, DatasetError>?] = entries.map { _ in nil }
        await withTaskGroup(of: (Int, Result<PictureLook, DatasetError>).self) { group in
            for (index, entry) in entries.enumerated() {
                guard case .sample(let sample) = entry else { continue }
                group.addTask { (index, PictureLook.take(sample.picture)) }
            }
            for await (index, look) in group { looks[index] = look }
        }
        return looks
    }
}

/// What is kept of a picture.
struct PictureLook: Sendable {
    let digest: ContentDigest
    let size: [Int]

    static func take(_ picture: SamplePicture) -> Result<PictureLook, DatasetError> {
        do throws(DatasetError) {
            let (image, digest) = try picture.read()
            return .success(PictureLook(digest: digest, size: [image.width, image.height]))
        } catch {
            return .failure(error)
        }
    }
}
