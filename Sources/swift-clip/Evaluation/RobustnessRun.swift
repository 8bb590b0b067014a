import CLIP
import CLIPCorruptions
import CLIPData
import CLIPEvaluation
import CLIPImages

/// The same pictures again, under corruptions.
struct RobustnessRun {
    let session: Session
    let command: Evaluate
    /// The head that answers in the place of words, if one does.
    let probe: EvaluatedProbe?
    /// What the strengths were chosen for, in pixels a side.
    private static let publishedSize = 224

    /// - Throws: `EvaluationError` for a task that has no accuracy.
    func result(
        of evaluation: EvaluationResult, in dataset: any Dataset
    ) async throws -> RobustnessResult? {
        let corruptions = try command.corruption.corruptions()
        guard !corruptions.isEmpty else { return nil }
        guard evaluation.classification != nil, let classifier = evaluation.classifier else {
            throw EvaluationError(
                "--corrupt is for classification with one label per picture: \(evaluation.task.rawValue) has no "
                    + "accuracy to compare")
        }
        let study = RobustnessStudy(
            corruptions, at: try command.corruption.levels(), seed: UInt64(command.measures.seed))
        var encoder = session.encoder(
            command.pictureOptions, command.batch, rehashes: command.measures.rehash)
        if let probe { (encoder.normalised, encoder.features) = (false, probe.features) }
        let bootstrap = Bootstrap(
            seed: command.measures.seed, resamples: command.measures.resamples, compute: session.clip.compute)
        let console = session.console
        let trials = study.trials
        console.note(
            "\(DisplayNumber.count(corruptions.count, "corruption")), \(DisplayNumber.count(trials.count, "run")) "
                + "over the pictures, seed \(study.seed)")
        let size = encoder.preprocessing.size
        if size != Self.publishedSize {
            console.note(
                "the published strengths are for pictures of \(Self.publishedSize) pixels a side; this model sees "
                    + "\(size), where the same severity does \(size < Self.publishedSize ? "more" : "less")")
        }
        let bar = ProgressBar(console, noun: "picture")
        let total = evaluation.count + evaluation.unreadable.count
        bar.expect(trials.count * total)
        let result = try await study.measure(
            evaluation.features, by: classifier, of: dataset, split: evaluation.split, with: encoder,
            bootstrap: bootstrap, rows: { probe?.logits(of: $0, session.clip.compute) ?? $0 },
            progress: { bar.advance(by: $0) })
        bar.finish()
        return result
    }
}
