public import CLIPCorruptions
public import CLIPData

/// Tries a classifier on the same pictures under corruptions.
public struct RobustnessStudy: Sendable {
    /// The corruptions, each at all severities.
    public let corruptions: [Corruption]
    /// The severities; what has one strength is tried once.
    public let severities: [Severity]
    /// Of everything random.
    public let seed: UInt64

    /// A study of corruptions and severities, at least one of each.
    public init(_ corruptions: [Corruption], at severities: [Severity], seed: UInt64 = 0) {
        precondition(!corruptions.isEmpty && !severities.isEmpty, "nothing to try")
        self.corruptions = corruptions
        self.severities = severities
        self.seed = seed
    }

    /// What is tried, one after the other.
    public var trials: [(corruption: Corruption, severity: Severity)] {
        corruptions.flatMap { corruption in
            corruption.distinct(severities).map { (corruption: corruption, severity: $0) }
        }
    }

    /// Encodes the data under each corruption, and holds the answers against the same labels.
    /// - Parameters:
    ///   - clean: the pictures as they are, with one label each: the rows that count.
    ///   - classifier: one vector for each of their classes.
    ///   - dataset: what the rows came from.
    ///   - split: the part of it; nil for all of it.
    ///   - encoder: makes vectors; its alteration is replaced.
    ///   - bootstrap: draws the intervals.
    ///   - rows: makes of encoded pictures what the classifier takes, as was done with the clean ones.
    ///   - begin: is told the number of a trial before it starts.
    ///   - progress: is told how many pictures are done, some at a time.
    /// - Throws: `EvaluationError` where a picture cannot be read any more or its vector is no vector; what
    ///   ``DatasetEncoder/encode(_:split:progress:)`` throws.
    public func measure(
        _ clean: LabelledEmbeddings, by classifier: LinearClassifier, of dataset: any Dataset,
        split: String?, with encoder: DatasetEncoder, bootstrap: Bootstrap,
        rows: (LabelledEmbeddings) -> LabelledEmbeddings = { $0 }, begin: (Int) -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) async throws -> RobustnessResult {
        precondition(clean.targets.allSatisfy { $0.count == 1 }, "a picture without exactly one label")
        var answers: [CorruptedAnswers] = []
        let trials = trials
        for number in trials.indices {
            begin(number)
            let (corruption, severity) = trials[number]
            var altered = encoder
            altered.alteration = PictureAlteration(corruption, at: severity, seed: seed)
            let encoded = try await altered.encode(dataset, split: split, progress: progress)
            let right = Self.right(
                rows(try Self.rows(of: clean, in: encoded)), by: classifier, bootstrap)
            answers.append(CorruptedAnswers(corruption, severity, right: right))
        }
        return RobustnessResult(
            clean: Self.right(clean, by: classifier, bootstrap), corrupted: answers, seed: seed,
            bootstrap: bootstrap)
    }

    /// The same examples' vectors, in the same order, with the labels of the clean ones.
    ///
    /// One name may stand for several pictures, in an archive for example. Which it is its content says, and the same
    /// content has the same vector.
    static func rows(
        of clean: LabelledEmbeddings, in encoded: EncodedDataset
    ) throws(EvaluationError) -> LabelledEmbeddings {
        struct Picture: Hashable {
            let id: String
            let digest: [UInt8]
        }
        let found = encoded.features
        var places: [Picture: Int] = [:]
        for (place, id) in found.ids.enumerated() {
            places[Picture(id: id, digest: found.digests[place])] = place
        }
        var rows: [Int] = []
        for (id, digest) in zip(clean.ids, clean.digests) {
            guard let place = places[Picture(id: id, digest: digest)] else {
                let reason = encoded.unreadable.first { $0.id == id }?.reason ?? "it is gone, or has changed"
                throw EvaluationError(
                    "\(id) could be read before and cannot be any more: \(reason). "
                        + "All numbers of a table must be of the same pictures: run again")
            }
            rows.append(place)
        }
        return LabelledEmbeddings(
            embeddings: found.selecting(rows).embeddings, targets: clean.targets, captions: clean.captions,
            ids: clean.ids, digests: clean.digests, classes: clean.classes)
    }

    private static func right(
        _ rows: LabelledEmbeddings, by classifier: LinearClassifier, _ bootstrap: Bootstrap
    ) -> [Bool] {
        let predictions = ClassPredictions(
            rows.embeddings, by: classifier, given: rows.targets.map(\.first), compute: bootstrap.compute)
        return predictions.ranks.map { $0 == 0 }
    }
}
