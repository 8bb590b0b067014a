public import CLIP
public import CLIPData

/// The sentences that stand for a dataset's classes: each of a class's names in each template.
public struct ClassEnsembles: Sendable {
    /// The prompts of each class, in the classes' order, at least one.
    public let prompts: [[String]]
    /// What was changed or is worth knowing, one sentence each.
    public let notes: [String]

    /// Fills templates, or takes the prompts that were written for each class.
    ///
    /// Data sets write `sports_car`; a text encoder has seen "sports car". So `_` becomes a space.
    /// - Throws: `EvaluationError` for two classes with the same prompts, `PromptError` for a class without prompts.
    public init(_ classes: [DatasetClass], by templates: Prompts) throws {
        var prompts: [[String]] = []
        var respelled: [String] = []
        for item in classes {
            let names = item.names.map { $0.replacing("_", with: " ") }
            if names != item.names { respelled.append("\(item.names[0]) → \(names[0])") }
            prompts.append(try Self.prompts(of: item, called: names, by: templates))
        }
        try Self.refuseTwins(classes, prompts)
        self.prompts = prompts
        notes =
            respelled.first.map { first in
                let count = respelled.count == 1 ? "1 class" : "\(respelled.count) classes"
                return ["\"_\" read as a space in \(count): \(first)\(respelled.count > 1 ? ", …" : "")"]
            } ?? []
    }

    private static func prompts(
        of item: DatasetClass, called names: [String], by templates: Prompts
    ) throws(PromptError) -> [String] {
        guard case .perClass(let written) = templates else {
            var prompts: [String] = []
            for name in names { prompts += try templates.prompts(for: name) }
            return prompts
        }
        // A file of prompts may call the class as the data does, or as it is called.
        let known = ([item.name] + item.names + names).first { written.labels.contains($0) }
        return try templates.prompts(for: known ?? names[0])
    }

    private static func refuseTwins(
        _ classes: [DatasetClass], _ prompts: [[String]]
    ) throws(EvaluationError) {
        var seen: [[String]: Int] = [:]
        for (index, list) in prompts.enumerated() {
            let list = list.map(SpokenText.folded).sorted()
            if let other = seen[list] {
                throw EvaluationError(
                    "the classes \(classes[other].name) and \(classes[index].name) have the same prompts, "
                        + "\"\(prompts[index][0])\" for one: no picture could be told apart by them. "
                        + "Call one of them otherwise with --classnames")
            }
            seen[list] = index
        }
    }
}
