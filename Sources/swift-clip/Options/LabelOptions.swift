import ArgumentParser
import CLIP

/// What is told apart, and by which sentences.
struct LabelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Labels between commas; one that has a comma in quotes, as in CSV: cat,'\"black, white\"'.",
            valueName: "labels"))
    var labels: String?

    @Option(help: "One label, commas and all; can be given again.")
    var label: [String] = []

    @Option(help: ArgumentHelp("A file with one label per line.", valueName: "file"))
    var labelsFile: String?

    @Option(help: "A template with {} or {c} for the label; can be given again.")
    var template: [String] = []

    @Option(
        help: ArgumentHelp(
            "A named set of templates: "
                + TemplateSet.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ") + ".",
            valueName: "name"))
    var templateSet: String?

    @Option(
        help: ArgumentHelp(
            "Templates, one per line, or JSON with own prompts for each class: {\"cat\": [\"…\"]}.",
            valueName: "file"))
    var templatesFile: String?

    func validate() throws {
        let sources = [!template.isEmpty, templateSet != nil, templatesFile != nil]
        if sources.count(where: \.self) > 1 {
            throw ValidationError("Give one of --template, --template-set and --templates-file.")
        }
        do {
            if let labels {
                let given = try LabelList.split(labels) + label
                if labelsFile == nil { _ = try LabelList(given) }
            }
            if let templateSet { _ = try TemplateSet.named(templateSet) }
            for text in template { _ = try PromptTemplate(text) }
        } catch {
            throw ValidationError("\(error.message)")
        }
    }

    /// True when labels or prompts were given.
    var areGiven: Bool {
        labels != nil || !label.isEmpty || labelsFile != nil || !template.isEmpty || templateSet != nil
            || templatesFile != nil
    }

    /// True when the options say where labels come from.
    var nameLabels: Bool {
        labels != nil || !label.isEmpty || labelsFile != nil || templatesFile != nil
    }

    /// The cleaned labels and the sentences that stand for them.
    func resolve() throws -> (labels: LabelList, prompts: Prompts) {
        let (given, prompts) = try given()
        return (try LabelList(given), prompts)
    }

    /// The labels as they were given, and the sentences that stand for them.
    func given() throws -> (labels: [String], prompts: Prompts) {
        let prompts = try prompts()
        var given = try labels.map(LabelList.split) ?? []
        given += label
        if let labelsFile {
            let path = RawPath(argument: labelsFile)
            given += try TextLines.all(try TextInputs.bytes(of: path), name: path.text)
        }
        if given.isEmpty, case .perClass(let classes) = prompts { given = classes.labels }
        return (given, prompts)
    }

    private func prompts() throws -> Prompts {
        if let templatesFile {
            let path = RawPath(argument: templatesFile)
            return try Prompts(file: try TextInputs.bytes(of: path), name: path.text)
        }
        if let templateSet { return .set(try TemplateSet.named(templateSet)) }
        guard !template.isEmpty else { return .set(.photo) }
        return .templates(try template.map { try PromptTemplate($0) })
    }
}
