import CLIP
import CLIPData
import CLIPEvaluation

extension EvaluationRun {
    /// The prompts of all classes, looked at as `classify` does.
    func ensembles(
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
    func captions(
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

    /// - Throws: `EvaluationError` where no picture has a caption to be found by.
    func checkHasCaptions(
        _ features: LabelledEmbeddings, _ dataset: OpenedDataset
    ) throws(EvaluationError) {
        guard features.captions.allSatisfy(\.isEmpty) else { return }
        if let asked = command.measures.task {
            throw EvaluationError("\(dataset.name) has no captions, which --task \(asked.rawValue) needs")
        }
        _ = try Evaluator.task(of: dataset, hasCaptions: false)
    }

    /// The classes that `--unknown` names, by their places.
    func heldOutClasses(_ dataset: OpenedDataset) throws(CommandFailure) -> Set<Int> {
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
}
