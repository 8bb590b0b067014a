internal import CLIPWeights

/// The numbers of an inspection while it goes on.
struct Tally {
    private typealias Place = DatasetInspection.Duplicate.Place

    private let classes: Int
    private let examplesPerPart: Int
    private var parts: [DatasetInspection.Part] = []
    private var examples: [DatasetInspection.Example] = []
    private var unreadable: [DatasetInspection.Unreadable] = []
    /// Where each content was first; a second one moves to `repeated`.
    private var first: [ContentDigest: Place] = [:]
    private var repeated: [ContentDigest: Int] = [:]
    private var duplicates: [DatasetInspection.Duplicate] = []
    /// Labels of the current part's examples: each shows another class, as long as there are any.
    private var shown: Set<[Int]> = []
    private var shownCount = 0

    init(classes: Int, examplesPerPart: Int) {
        self.classes = classes
        self.examplesPerPart = examplesPerPart
    }

    mutating func begin(_ part: String?) {
        parts.append(DatasetInspection.Part(name: part, perClass: [Int](repeating: 0, count: classes)))
        (shown, shownCount) = ([], 0)
    }

    /// - Returns: what cannot be read, if the entry is that.
    mutating func count(
        _ entry: SampleEntry, _ look: Result<PictureLook, DatasetError>?
    ) -> DatasetInspection.Unreadable? {
        switch (entry, look) {
        case (.unreadable(let id, let reason), _):
            return fail(id, reason)
        case (.sample(let sample), .failure(let error)):
            return fail(sample.id, error.message)
        case (.sample(let sample), let look):
            add(sample, try? look?.get())
            return nil
        }
    }

    private mutating func fail(_ id: String, _ reason: String) -> DatasetInspection.Unreadable {
        let entry = DatasetInspection.Unreadable(id: id, reason: reason)
        unreadable.append(entry)
        return entry
    }

    private mutating func add(_ sample: Sample, _ look: PictureLook?) {
        let last = parts.count - 1
        parts[last].samples += 1
        parts[last].captions += sample.captions.count
        if sample.labels.isEmpty { parts[last].unlabelled += 1 }
        for label in sample.labels { parts[last].perClass[label] += 1 }
        if shownCount < examplesPerPart, sample.labels.isEmpty || shown.insert(sample.labels).inserted {
            shownCount += 1
            examples.append(
                .init(
                    part: parts[last].name, id: sample.id, labels: sample.labels, captions: sample.captions,
                    size: look?.size))
        }
        guard let digest = look?.digest else { return }
        let place = Place(part: parts[last].name, id: sample.id, labels: sample.labels)
        if let index = repeated[digest] {
            duplicates[index].places.append(place)
        } else if let earlier = first[digest] {
            repeated[digest] = duplicates.count
            duplicates.append(.init(places: [earlier, place]))
        } else {
            first[digest] = place
        }
    }

    func inspection(hasReadPictures: Bool) -> DatasetInspection {
        DatasetInspection(
            parts: parts, examples: examples, unreadable: unreadable, duplicates: duplicates,
            hasReadPictures: hasReadPictures)
    }
}
