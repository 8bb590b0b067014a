/// The sentences that stand for a label.
public enum Prompts: Sendable, Hashable {
    /// The same templates for every label.
    case templates([PromptTemplate])
    /// Own sentences for each label (Pratt et al. 2022, "CuPL").
    case perClass(ClassPrompts)

    /// The templates of a named set.
    public static func set(_ set: TemplateSet) -> Prompts { .templates(set.templates) }

    /// One template.
    public static func template(_ text: String) throws(PromptError) -> Prompts {
        .templates([try PromptTemplate(text)])
    }

    /// The prompts for `label`, at least one.
    ///
    /// - Throws: `PromptError` when there are none for this label.
    public func prompts(for label: String) throws(PromptError) -> [String] {
        switch self {
        case .templates(let templates):
            guard !templates.isEmpty else { throw PromptError("there is no template: give at least one") }
            return templates.map { $0.filled(with: label) }
        case .perClass(let classes):
            return try classes.prompts(for: label)
        }
    }

    /// What was asked for, for output: the templates, or every class's prompts.
    public var descriptions: [String] {
        switch self {
        case .templates(let templates): templates.map(\.text)
        case .perClass(let classes): classes.labels.flatMap { classes.table[$0] ?? [] }
        }
    }
}
