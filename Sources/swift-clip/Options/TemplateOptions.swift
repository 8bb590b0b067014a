import ArgumentParser
import CLIP

/// The sentences that a label becomes.
struct TemplateOptions: ParsableArguments {
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
            if let templateSet { _ = try TemplateSet.named(templateSet) }
            for text in template { _ = try PromptTemplate(text) }
        } catch {
            throw ValidationError("\(error.message)")
        }
    }

    /// True when any were given.
    var areGiven: Bool { !template.isEmpty || templateSet != nil || templatesFile != nil }

    /// The templates that were given; else the paper's default.
    func prompts() throws -> Prompts {
        if let templatesFile {
            let path = RawPath(argument: templatesFile)
            return try Prompts(file: try TextInputs.bytes(of: path), name: path.text)
        }
        if let templateSet { return .set(try TemplateSet.named(templateSet)) }
        guard !template.isEmpty else { return .set(.photo) }
        return .templates(try template.map { try PromptTemplate($0) })
    }
}
