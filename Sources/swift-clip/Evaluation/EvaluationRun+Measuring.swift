import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics

extension EvaluationRun {
    /// What goes into the measuring.
    struct Measured {
        let dataset: OpenedDataset
        let split: String?
        let task: EvaluationTask
        let features: LabelledEmbeddings
        let unreadable: [UnreadableSample]
        let classifier: LinearClassifier?
        let templates: [String]
        let heldOut: Set<Int>
    }

    /// Measures by the task.
    func measure(
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
            var whole = result(.captionRetrieval(found), texts.features)
            whole.captionVectors = texts.vectors
            return whole
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
        let outcome = try await session.clip.compute.performOrLeave {
            () -> Result<Value, EvaluationError> in
            do throws(EvaluationError) { return .success(try work()) } catch { return .failure(error) }
        }
        return try outcome.get()
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
