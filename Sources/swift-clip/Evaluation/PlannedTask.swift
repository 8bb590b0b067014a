import CLIPData
import CLIPEvaluation

/// What will be measured, as far as it is known before a picture is read, and whether the options make sense for it.
struct PlannedTask {
    let task: EvaluationTask

    /// - Throws: `EvaluationError` where the data do not have what the task needs; `CommandFailure` that names an option
    ///   without a meaning for the task.
    init(_ dataset: OpenedDataset, _ command: Evaluate) throws {
        let asked = command.measures.task?.task
        let usual: EvaluationTask =
            dataset.classes.isEmpty
            ? .captionRetrieval : dataset.isMultiLabel ? .multiLabel : .classification
        task = asked ?? usual
        if let asked, asked != .captionRetrieval, dataset.classes.isEmpty {
            throw EvaluationError("\(dataset.name) has no labels, which --task \(asked.rawValue) needs")
        }
        if task == .captionRetrieval, !Self.formsWithCaptions.contains(dataset.kind) {
            throw EvaluationError("\(dataset.name) has no captions, which --task \(task.rawValue) needs")
        }
        guard task != .classification else { return }
        for (option, isGiven) in [
            ("--corrupt", command.corruption.corrupt != nil),
            ("--label-quality", command.results.labelQuality != nil),
            ("--baseline", command.results.baseline != nil),
            ("--fit-temperature", command.measures.fitTemperature),
            ("--unknown", !command.measures.unknown.isEmpty), ("--probe", command.measures.probe != nil),
        ] where isGiven {
            let other =
                dataset.classes.isEmpty || dataset.isMultiLabel
                ? "" : ", or give --task \(EvaluationTask.classification.rawValue)"
            throw CommandFailure.usage(
                "\(option) is for classification with one label per picture, and \(dataset.name) is measured by "
                    + "\(task.rawValue): leave it out\(other)")
        }
    }

    private static let formsWithCaptions: [DatasetKind] = [.manifest, .webDataset]
}
