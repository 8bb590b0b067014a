public import CLIP
public import CLIPText

/// Looks through labels for what makes zero-shot classification worse than it need be.
///
/// The rules are heuristics for English labels; none changes a label.
public struct LabelLint: Sendable {
    /// A label as it was given, and as `classify` reads it.
    struct Label: Sendable, Hashable {
        let given: String
        /// With spaces for underscores, without white space at its ends.
        let cleaned: String
        /// The cleaned words in lower case, without punctuation at their ends.
        let words: [String]

        init(_ given: String) {
            self.given = given
            let spaced = given.map { $0 == "_" ? " " : $0 }
            let parts = spaced.split(whereSeparator: \.isWhitespace)
            cleaned = parts.map { String($0) }.joined(separator: " ")
            words = parts.compactMap { part in
                let start = part.firstIndex { $0.isLetter || $0.isNumber }
                let end = part.lastIndex { $0.isLetter || $0.isNumber }
                guard let start, let end else { return nil }
                return String(part[start...end]).lowercased()
            }
        }
    }

    let tokenizer: Tokenizer
    let contextLength: Int

    /// - Parameters:
    ///   - tokenizer: the model's.
    ///   - contextLength: the most tokens of a text, with start and end.
    public init(tokenizer: Tokenizer, contextLength: Int) {
        self.tokenizer = tokenizer
        self.contextLength = contextLength
    }

    /// The labels as `classify` reads them, without blank ones: a row of vectors for each.
    public static func texts(of labels: [String]) -> [String] {
        labels.map { Label($0).cleaned }.filter { !$0.isEmpty }
    }

    /// Everything found, the gravest first, then in the order of the labels.
    ///
    /// - Parameters:
    ///   - labels: as they are in a file or folder, not cleaned; blank ones are passed over.
    ///   - templates: the sentences that the labels are put in; nil for prompts that classes have of their own.
    ///   - vectors: one unit vector per text of ``texts(of:)``, `[labels, E]`, for labels that mean nearly the same; nil
    ///     to leave that out.
    public func findings(
        labels: [String], templates: [PromptTemplate]?, vectors: EmbeddingMatrix? = nil
    ) -> [LabelFinding] {
        let labels = labels.map(Label.init).filter { !$0.cleaned.isEmpty }
        var findings = Self.single(labels) + Self.duplicates(labels) + collisions(labels)
        if let vectors { findings += NearlyEqualLabels(vectors: vectors).findings(labels) }
        for label in labels {
            findings += Self.meaning(of: label) + Self.spelling(of: label)
            findings += tokens(of: label, templates ?? [])
        }
        if let templates { findings += Self.articles(labels, templates) + Self.repeated(templates) }
        // Stable: of equal severity the order stays.
        return findings.enumerated().sorted { left, right in
            left.element.severity == right.element.severity
                ? left.offset < right.offset : left.element.severity > right.element.severity
        }.map(\.element)
    }

    private static func single(_ labels: [Label]) -> [LabelFinding] {
        guard labels.count == 1 else { return [] }
        return [
            LabelFinding(
                rule: .singleLabel, severity: .warning, labels: labels.map(\.given),
                message: "one label alone has no score: softmax over one is always 1",
                remedy: "add labels for what else the pictures may show, or use --independent")
        ]
    }

    private static func repeated(_ templates: [PromptTemplate]) -> [LabelFinding] {
        var seen: Set<PromptTemplate> = []
        return templates.filter { !seen.insert($0).inserted }.map { template in
            LabelFinding(
                rule: .duplicateTemplate, severity: .warning, labels: [],
                message: "the template \"\(template.text)\" is given twice and counts twice",
                remedy: "leave one out")
        }
    }
}
