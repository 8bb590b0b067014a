public import CLIP
public import CLIPData

/// Prompts for the classes of one dataset, to be compared with other prompts for them.
public struct PromptSet: Sendable, Hashable {
    /// What results call the set.
    public let name: String
    /// The templates in their order; empty where classes have prompts of their own.
    public let templates: [PromptTemplate]
    /// The name of the way in which classes are called; nil where classes have prompts of their own.
    public let naming: String?
    /// The texts of each class, at least one: name by name, and each in all templates.
    public let texts: [[String]]
    private let names: [[String]]

    /// Templates filled with the classes' names.
    /// - Throws: `EvaluationError` where there is no template.
    public init(name: String, templates: [PromptTemplate], naming: ClassNaming) throws(EvaluationError) {
        guard !templates.isEmpty else {
            throw EvaluationError("the set \"\(name)\" has no template: give at least one")
        }
        self.name = name
        self.templates = templates
        self.naming = naming.name
        names = naming.names
        texts = naming.names.map { names in
            names.flatMap { name in templates.map { $0.filled(with: name) } }
        }
    }

    /// Own prompts for each class (Pratt et al. 2022, "CuPL"), found by the class's name in the data or by one of its
    /// names for prompts.
    /// - Throws: `PromptError` that names a class without prompts.
    public init(name: String, prompts: ClassPrompts, classes: [DatasetClass]) throws(PromptError) {
        self.name = name
        templates = []
        naming = nil
        names = []
        let table = Prompts.perClass(prompts)
        texts = try classes.map { known throws(PromptError) in
            for candidate in [known.name] + known.names {
                if let found = try? table.prompts(for: candidate) { return found }
            }
            return try table.prompts(for: known.name)
        }
    }

    /// The texts of each class by one of the templates.
    func texts(of template: PromptTemplate) -> [[String]] {
        names.map { names in names.map { template.filled(with: $0) } }
    }
}
