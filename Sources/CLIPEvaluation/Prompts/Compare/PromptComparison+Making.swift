public import CLIP
internal import CLIPData
public import CLIPNumerics

extension PromptComparison {
    /// Compares sets of prompts on pictures of one label each.
    ///
    /// - Parameters:
    ///   - features: unit rows; pictures without a label are passed over.
    ///   - sets: at least one, each of the dataset's classes and with a name of its own.
    ///   - bootstrap: what intervals are drawn with.
    ///   - compute: threads and kernels.
    ///   - encode: gives one unit vector per text, `[texts, E]`; is asked once, for each text once.
    /// - Throws: `EvaluationError` where there is nothing to compare; what `encode` throws.
    public init(
        _ features: LabelledEmbeddings, sets: [PromptSet], bootstrap: Bootstrap = Bootstrap(),
        compute: Compute = .shared, encode: ([String]) async throws -> EmbeddingMatrix
    ) async throws {
        try Self.check(features, sets)
        let rows = features.targets.indices.filter { !features.targets[$0].isEmpty }
        guard !rows.isEmpty else {
            throw EvaluationError(
                "no picture has a label: prompts can be compared on labelled pictures alone")
        }
        let labelled = rows.count == features.ids.count ? features : features.selecting(rows)
        let vectors = try await PromptVectors(sets, encode: encode)
        let answers = await compute.perform {
            sets.map { set in
                (
                    predicted: SetAnswers.best(labelled.embeddings, vectors.ensemble(set.texts), compute),
                    singles: Self.singles(set, labelled, vectors, compute)
                )
            }
        }
        classes = features.classes.map(\.name)
        ids = labelled.ids
        given = labelled.targets.map { $0[0] }
        unlabelled = features.ids.count - rows.count
        (resamples, seed) = (bootstrap.resamples, bootstrap.seed)
        let given = given
        let right = answers.map { answer in zip(answer.predicted, given).map { $0 == $1 } }
        let numbers = await compute.perform { [classCount = classes.count] in
            SetEstimates(right: right, given: given, classes: classCount, bootstrap)
        }
        let tests = right.dropFirst().map { McNemar(first: right[0], second: $0) }
        let adjusted = Holm.adjusted(tests.map(\.p))
        self.sets = sets.indices.map { place in
            SetResult(
                name: sets[place].name, templates: sets[place].templates.map(\.text),
                naming: sets[place].naming, accuracy: numbers.accuracy[place],
                meanPerClassRecall: numbers.recall[place], predicted: answers[place].predicted,
                classes: Self.rows(right[place], right[0], given, features.classes.count),
                singles: answers[place].singles,
                difference: place == 0
                    ? nil
                    : Difference(
                        accuracy: numbers.difference[place], test: tests[place - 1],
                        adjustedP: adjusted[place - 1]))
        }
    }

    private static func check(
        _ features: LabelledEmbeddings, _ sets: [PromptSet]
    ) throws(EvaluationError) {
        guard !sets.isEmpty else { throw EvaluationError("there is no set to compare: give one with --set") }
        var seen: Set<String> = []
        if let twice = sets.first(where: { !seen.insert($0.name).inserted }) {
            throw EvaluationError(
                "the set \"\(twice.name)\" is given twice: leave one out, or call it otherwise")
        }
        for set in sets where set.texts.count != features.classes.count {
            throw EvaluationError(
                "the set \"\(set.name)\" has \(set.texts.count) classes, the data \(features.classes.count)")
        }
        for set in sets { try refuseTwins(set, features.classes.map(\.name)) }
        if features.classes.count < 2 {
            throw EvaluationError("the data have one class alone, and there is nothing to tell it from")
        }
        if let row = features.targets.firstIndex(where: { $0.count > 1 }) {
            throw EvaluationError(
                "\(features.ids[row]) has several labels: prompts are compared on pictures of one label each")
        }
    }

    /// Two classes with the same texts could not be told apart.
    private static func refuseTwins(_ set: PromptSet, _ classes: [String]) throws(EvaluationError) {
        var owners: [[String]: Int] = [:]
        for (label, texts) in set.texts.enumerated() {
            let read = texts.map(SpokenText.folded).sorted()
            guard let other = owners.updateValue(label, forKey: read) else { continue }
            throw EvaluationError(
                "in the set \"\(set.name)\" the classes \"\(classes[other])\" and \"\(classes[label])\" have the same "
                    + "prompts, \"\(texts[0])\" for one: call one of them otherwise with --classnames or --names FILE"
            )
        }
    }

    private static func singles(
        _ set: PromptSet, _ features: LabelledEmbeddings, _ vectors: PromptVectors, _ compute: Compute
    ) -> [SingleTemplate] {
        guard set.templates.count > 1 else { return [] }
        return set.templates.map { template in
            let classes = vectors.ensemble(set.texts(of: template))
            let best = SetAnswers.best(features.embeddings, classes, compute)
            let right = zip(best, features.targets).count { $0 == $1[0] }
            return SingleTemplate(
                template: template.text, right: right, accuracy: Double(right) / Double(best.count))
        }
    }

    private static func rows(
        _ right: [Bool], _ first: [Bool], _ given: [Int], _ classes: Int
    ) -> [ClassResult] {
        var counts = [(support: Int, right: Int, gained: Int, lost: Int)](
            repeating: (0, 0, 0, 0), count: classes)
        for (picture, label) in given.enumerated() {
            counts[label].support += 1
            if right[picture] { counts[label].right += 1 }
            if right[picture], !first[picture] { counts[label].gained += 1 }
            if !right[picture], first[picture] { counts[label].lost += 1 }
        }
        return counts.map {
            ClassResult(support: $0.support, right: $0.right, gained: $0.gained, lost: $0.lost)
        }
    }
}

extension McNemar {
    /// Tests whether two classifiers differ, by what each got right.
    init(first: [Bool], second: [Bool]) {
        self.init(
            onlyFirst: zip(first, second).count { $0 && !$1 },
            onlySecond: zip(first, second).count { !$0 && $1 })
    }
}
