import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics

/// From a dataset to what was found on it.
struct EvaluationRun {
    private let session: Session
    private let command: Evaluate
    private let log: FailureLog
    /// The head that answers in the place of words, if one does.
    private let probe: EvaluatedProbe?

    init(_ session: Session, _ command: Evaluate, _ log: FailureLog, _ probe: EvaluatedProbe?) {
        self.session = session
        self.command = command
        self.log = log
        self.probe = probe
    }

    /// Encodes what is not known, and measures.
    func result(
        of dataset: OpenedDataset, baseline: BaselineAnswers?
    ) async throws -> EvaluationResult {
        let split = try command.data.partToReport(dataset, session.console)
        // What the classes' words are like shows before pictures are encoded, which may take long.
        let mayUseWords =
            probe == nil && !dataset.classes.isEmpty && command.measures.task != .imageRetrieval
            && command.measures.task != .captionRetrieval
        if mayUseWords, dataset.classes.count == 1 {
            throw EvaluationError(
                "\(dataset.name) has one class only, \(dataset.classes[0].name): every answer would be right. "
                    + "Give data with more classes")
        }
        let heldOut = try heldOutClasses(dataset)
        let prompts = mayUseWords ? try ensembles(dataset) : nil
        let encoded = try await session.encoded(
            dataset, split: split, pictures: command.pictureOptions, batch: command.batch, log: log,
            normalised: probe == nil, taking: probe?.features ?? .projected, rehashes: command.measures.rehash
        )
        let features = probe?.logits(of: encoded.features, session.clip.compute) ?? encoded.features
        let task = try task(dataset, features)
        var evaluator = Evaluator(
            seed: command.measures.seed, resamples: command.measures.resamples,
            compute: session.clip.compute)
        evaluator.fitsTemperature = command.measures.fitTemperature
        evaluator.looksForLabelIssues = command.results.labelQuality != nil || command.pages.report != nil
        var classifier: LinearClassifier?
        if let prompts, task == .classification || task == .multiLabel {
            noteEmptyClasses(features, without: heldOut)
            classifier = LinearClassifier(
                vectors: try await session.textVectors.ensembles(prompts.lists),
                scale: session.clip.logitScale)
        }
        if let probe {
            noteEmptyClasses(features, without: heldOut)
            classifier = probe.classifier
        }
        var result = try await measure(
            Measured(
                dataset: dataset, split: split, task: task, features: features,
                unreadable: encoded.unreadable, classifier: classifier,
                templates: prompts?.templates ?? [], heldOut: heldOut), evaluator, baseline)
        result.head = probe?.description
        return result
    }

    /// What goes into the measuring.
    private struct Measured {
        let dataset: OpenedDataset
        let split: String?
        let task: EvaluationTask
        let features: LabelledEmbeddings
        let unreadable: [UnreadableSample]
        let classifier: LinearClassifier?
        let templates: [String]
        let heldOut: Set<Int>
    }

    private func measure(
        _ measured: Measured, _ evaluator: Evaluator, _ baseline: BaselineAnswers?
    ) async throws -> EvaluationResult {
        let features = measured.features
        func result(_ findings: EvaluationResult.Findings, _ shown: LabelledEmbeddings) -> EvaluationResult {
            EvaluationResult(
                dataset: measured.dataset.name, split: measured.split, task: measured.task,
                model: session.clip.name, space: session.space.hex,
                recipe: session.recipe(command.pictureOptions), templates: measured.templates,
                classes: features.classes, features: shown, classifier: measured.classifier,
                unreadable: measured.unreadable, findings: findings, seed: command.measures.seed,
                resamples: command.measures.resamples)
        }
        switch (measured.task, measured.classifier) {
        case (.classification, let classifier?):
            let found = try await compute { () throws(EvaluationError) in
                try evaluator.classify(features, by: classifier, heldOut: measured.heldOut)
            }
            for note in found.notes { session.console.say(note) }
            var whole = result(.classification(found.result), found.features)
            whole.take(found, heldOut: measured.heldOut.sorted().map { features.classes[$0].name })
            if let baseline {
                noteSpace(baseline, whole)
                whole.comparison = try BaselineComparison(
                    found.result, names: whole.classes.map(\.name), ids: whole.features.ids,
                    baseline: baseline, bootstrap: evaluator.bootstrap)
            }
            return whole
        case (.multiLabel, let classifier?):
            let found = try await compute { () throws(EvaluationError) in
                try evaluator.rankLabels(features, by: classifier)
            }
            return result(.multiLabel(found), features)
        case (.captionRetrieval, _):
            let texts = try await captions(features)
            let found = try await compute { () throws(EvaluationError) in
                try evaluator.retrieve(texts.features, captions: texts.vectors)
            }
            return result(.captionRetrieval(found), texts.features)
        case (.imageRetrieval, _), (.classification, nil), (.multiLabel, nil):
            let found = try await compute { () throws(EvaluationError) in
                try evaluator.retrieveImages(features)
            }
            return result(.imageRetrieval(found), features)
        }
    }

    /// Off Swift's cooperative threads, because it keeps all of the model's busy.
    private func compute<Value: Sendable>(
        _ work: @escaping @Sendable () throws(EvaluationError) -> Value
    ) async throws -> Value {
        let outcome = await session.clip.compute.perform { () -> Result<Value, EvaluationError> in
            do throws(EvaluationError) { return .success(try work()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    /// The task that was asked for, if the data allow it; else the one that they are made for.
    private func task(
        _ dataset: OpenedDataset, _ features: LabelledEmbeddings
    ) throws(EvaluationError) -> EvaluationTask {
        let hasCaptions = features.captions.contains { !$0.isEmpty }
        guard let asked = command.measures.task?.task else {
            return try Evaluator.task(of: dataset, hasCaptions: hasCaptions)
        }
        if asked == .captionRetrieval, !hasCaptions {
            throw EvaluationError("\(dataset.name) has no captions, which --task \(asked.rawValue) needs")
        }
        if asked != .captionRetrieval, dataset.classes.isEmpty {
            throw EvaluationError("\(dataset.name) has no labels, which --task \(asked.rawValue) needs")
        }
        return asked
    }

    private func heldOutClasses(_ dataset: OpenedDataset) throws(CommandFailure) -> Set<Int> {
        var places: Set<Int> = []
        for name in command.measures.unknown {
            guard
                let place = dataset.classes.firstIndex(where: { $0.name == name || $0.names.contains(name) })
            else {
                let some = dataset.classes.prefix(5).map(\.name).joined(separator: ", ")
                throw .usage(
                    "--unknown \(name): \(dataset.name) has no such class; it has \(some)"
                        + (dataset.classes.count > 5 ? ", …" : ""))
            }
            places.insert(place)
        }
        return places
    }

    /// The prompts of all classes, looked at as `classify` does.
    private func ensembles(
        _ dataset: OpenedDataset
    ) throws -> (lists: [[String]], templates: [String]) {
        var prompts = try command.templates.prompts()
        if !command.templates.areGiven, !dataset.templates.isEmpty {
            prompts = .templates(try dataset.templates.map { try PromptTemplate($0) })
            session.console.note(
                "\(DisplayNumber.count(dataset.templates.count, "template")) of the data themselves; --template takes others"
            )
        }
        let ensembles = try ClassEnsembles(dataset.classes, by: prompts)
        for note in ensembles.notes { session.console.note(note) }
        try TruncationNote(session, command.textOptions.onLong).check(ensembles.prompts.flatMap(\.self))
        ScriptNote.check(dataset.classes.flatMap(\.names), session.console)
        return (ensembles.prompts, prompts.descriptions)
    }

    /// The captions' vectors, with the pictures that have any.
    private func captions(
        _ features: LabelledEmbeddings
    ) async throws -> (features: LabelledEmbeddings, vectors: EmbeddingMatrix) {
        let described = features.ids.indices.filter { !features.captions[$0].isEmpty }
        if described.count < features.ids.count {
            session.console.note(
                "\(DisplayNumber.count(features.ids.count - described.count, "picture")) without a caption left out"
            )
        }
        let kept = features.selecting(described)
        let texts = kept.captions.flatMap(\.self)
        try TruncationNote(session, command.textOptions.onLong).check(texts)
        ScriptNote.check(texts, session.console)
        return (kept, try await session.textVectors.ensembles(texts.map { [$0] }))
    }

    private func noteEmptyClasses(_ features: LabelledEmbeddings, without heldOut: Set<Int>) {
        let present = Set(features.targets.joined())
        let empty = features.classes.indices.filter { !present.contains($0) && !heldOut.contains($0) }
        guard let first = empty.first else { return }
        session.console.note(
            "\(empty.count == 1 ? "1 class" : "\(empty.count) classes") without a picture "
                + "here, \(features.classes[first].name)\(empty.count > 1 ? " for one" : ""): it can be answered, and "
                + "has no recall")
    }

    private func noteSpace(_ baseline: BaselineAnswers, _ result: EvaluationResult) {
        if baseline.space != result.space {
            session.console.note("the baseline is of another model, \(baseline.model)")
        }
        if baseline.dataset != result.dataset {
            session.console.note("the baseline calls the data \(baseline.dataset)")
        }
    }
}
