import CLIP
import CLIPData
import CLIPEvaluation

/// From a dataset to what was found on it.
struct EvaluationRun {
    let session: Session
    let command: Evaluate
    private let task: EvaluationTask
    private let log: FailureLog
    /// The head that answers in the place of words, if one does.
    private let probe: EvaluatedProbe?

    init(
        _ session: Session, _ command: Evaluate, _ task: EvaluationTask, _ log: FailureLog,
        _ probe: EvaluatedProbe?
    ) {
        self.session = session
        self.command = command
        self.task = task
        self.log = log
        self.probe = probe
    }

    /// Encodes what is not known, and measures.
    func result(
        of dataset: OpenedDataset, baseline: BaselineAnswers?
    ) async throws -> EvaluationResult {
        let split = try command.data.partToReport(dataset, session.console)
        // What the classes' words are like shows before pictures are encoded, which may take long.
        let usesWords =
            probe == nil && (task == .classification || task == .multiLabel)
        if usesWords, dataset.classes.count == 1 {
            throw EvaluationError(
                "\(dataset.name) has one class only, \(dataset.classes[0].name): every answer would be right. "
                    + "Give data with more classes")
        }
        let heldOut = try heldOutClasses(dataset)
        probe?.note(dataset, split: split, session.console)
        let prompts = usesWords ? try ensembles(dataset) : nil
        let encoded = try await session.encoded(
            dataset, split: split, pictures: command.pictureOptions, batch: command.batch, log: log,
            normalised: probe == nil, taking: probe?.features ?? .projected, rehashes: command.measures.rehash
        )
        let known = try labelled(encoded.features, dataset)
        let features = probe?.logits(of: known, session.clip.compute) ?? known
        if task == .captionRetrieval { try checkHasCaptions(features, dataset) }
        var evaluator = Evaluator(
            seed: command.measures.seed, resamples: command.measures.resamples,
            compute: session.clip.compute)
        evaluator.fitsTemperature = command.measures.fitTemperature
        evaluator.looksForLabelIssues = command.results.labelQuality != nil || command.pages.report != nil
        var classifier: LinearClassifier?
        if let prompts {
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

    /// Without the pictures that say nothing of a class, where that is asked for: one row of a manifest that was left
    /// empty takes nothing from the others.
    private func labelled(
        _ features: LabelledEmbeddings, _ dataset: OpenedDataset
    ) throws -> LabelledEmbeddings {
        guard task == .classification || task == .imageRetrieval else { return features }
        let rows = features.targets.indices.filter { !features.targets[$0].isEmpty }
        let left = features.targets.count - rows.count
        guard left > 0 else { return features }
        guard !rows.isEmpty else {
            throw EvaluationError(
                "none of the \(DisplayNumber.count(left, "picture")) of \(dataset.name) has a label: look at the "
                    + "column with \"swift-clip data inspect\"")
        }
        session.console.note("\(DisplayNumber.count(left, "picture")) without a label left out")
        return features.selecting(rows)
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
}
