/// The two tokens that are no text, and the names by which rules know them.
struct SpecialTokens: Sendable {
    /// Names of start and end.
    struct Names: Sendable {
        let start: String
        let end: String
    }

    /// OpenAI's names, and those in Hugging Face's vocabularies.
    static let openAINames = Names(start: "<|startoftext|>", end: "<|endoftext|>")
    static let openCLIPNames = Names(start: "<start_of_text>", end: "<end_of_text>")

    /// The names that rules bring along; nil where the model's files decide.
    static func names(_ rules: Tokenizer.Rules) -> Names? {
        switch rules {
        case .openAI: openAINames
        case .openCLIP: openCLIPNames
        case .huggingFace: nil
        }
    }

    let start: Int32
    let end: Int32

    /// A name found in a text.
    struct Match {
        let id: Int32
        let length: Int
        /// Whether it is the name letter by letter, and not only without regard to case.
        let isExact: Bool
    }

    /// The name that begins at an index, in any case.
    func match(_ names: Names, in text: [Unicode.Scalar], at index: Int) -> Match? {
        guard text[index] == "<" else { return nil }
        for (name, id) in [(names.start, start), (names.end, end)] {
            let name = name.unicodeScalars
            guard index + name.count <= text.count else { continue }
            let candidate = text[index..<index + name.count]
            if candidate.elementsEqual(name, by: { CaseFolding.fold($0) == CaseFolding.fold($1) }) {
                return Match(id: id, length: name.count, isExact: candidate.elementsEqual(name))
            }
        }
        return nil
    }
}
