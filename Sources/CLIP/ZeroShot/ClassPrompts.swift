/// Own prompts for each class, as language models write them (Pratt et al. 2022, "CuPL").
public struct ClassPrompts: Sendable, Hashable {
    /// The classes in the order in which they were given.
    public let labels: [String]
    /// The prompts of each class.
    let table: [String: [String]]

    /// Takes classes with their prompts; `{}` and `{c}` in a prompt are filled with the class.
    ///
    /// - Throws: `PromptError` for a class that is listed twice or has no prompts.
    public init(_ classes: [(label: String, prompts: [String])]) throws(PromptError) {
        var table: [String: [String]] = [:]
        for (label, prompts) in classes {
            guard !prompts.isEmpty else { throw PromptError("the class \"\(label)\" has no prompts") }
            guard table[label] == nil else { throw PromptError("the class \"\(label)\" is listed twice") }
            if prompts.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
                throw PromptError("the class \"\(label)\" has a blank prompt")
            }
            table[label] = prompts.map { PromptTemplate.fill($0, with: label) }
        }
        guard !table.isEmpty else { throw PromptError("there is no class with prompts") }
        self.labels = classes.map(\.label)
        self.table = table
    }

    /// The prompts for `label`; a label with spaces finds the class that is written with `_`.
    func prompts(for label: String) throws(PromptError) -> [String] {
        if let prompts = table[label] { return prompts }
        if let written = labels.first(where: { LabelList.spaced($0) == label }) {
            return table[written] ?? []
        }
        throw PromptError("there are no prompts for the label \"\(label)\": add it to the prompts' file")
    }
}
