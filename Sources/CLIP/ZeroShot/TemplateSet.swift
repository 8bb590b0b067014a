/// A named set of templates.
public struct TemplateSet: Sendable, Hashable {
    /// The name by which the command knows the set.
    public let name: String
    /// What the set is, in a few words.
    public let summary: String
    /// The templates, in the set's order.
    public let templates: [PromptTemplate]

    private init(_ name: String, _ summary: String, _ templates: [String]) {
        self.name = name
        self.summary = summary
        self.templates = templates.map(PromptTemplate.init(known:))
    }

    /// "a photo of a {}.": the paper's default (§3.1.4).
    public static let photo = TemplateSet("photo", "the paper's default prompt", ["a photo of a {}."])
    /// The label alone.
    public static let plain = TemplateSet("plain", "the label alone", ["{}"])
    /// The 80 templates behind OpenAI's published ImageNet accuracies.
    public static let openai80 = TemplateSet(
        "openai80", "OpenAI's 80 for ImageNet", OpenAITemplates.eighty)
    /// OpenAI's best seven of them.
    public static let openai7 = TemplateSet(
        "openai7", "OpenAI's best 7 for ImageNet", OpenAITemplates.seven)

    /// All sets, the default first.
    public static let all = [photo, plain, openai7, openai80]

    /// The set called `name`.
    ///
    /// - Throws: `PromptError` that lists the names there are.
    public static func named(_ name: String) throws(PromptError) -> TemplateSet {
        guard let set = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name).joined(separator: ", ")
            throw PromptError("there is no template set \"\(name)\"; there are \(names)")
        }
        return set
    }
}
