/// The two tokens that are no text, and their names, which stand for them when typed in a text.
struct SpecialTokens: Sendable {
    /// Names of start and end: OpenCLIP's, and those in Hugging Face's vocabularies.
    static let openCLIPNames = (start: "<start_of_text>", end: "<end_of_text>")
    static let huggingFaceNames = (start: "<|startoftext|>", end: "<|endoftext|>")

    let start: Int32
    let end: Int32
    private let startName: [Unicode.Scalar]
    private let endName: [Unicode.Scalar]

    init(start: Int32, end: Int32, names: (start: String, end: String)) {
        self.start = start
        self.end = end
        startName = Array(names.start.unicodeScalars)
        endName = Array(names.end.unicodeScalars)
    }

    /// A name found in a text.
    struct Match {
        let id: Int32
        let length: Int
        /// Whether it is the name letter by letter, and not only without regard to case.
        let isExact: Bool
    }

    /// The name that begins at an index, in any case.
    func match(in text: [Unicode.Scalar], at index: Int) -> Match? {
        guard text[index] == "<" else { return nil }
        for (name, id) in [(startName, start), (endName, end)] where index + name.count <= text.count {
            let candidate = text[index..<index + name.count]
            if candidate.elementsEqual(name, by: { CaseFolding.fold($0) == CaseFolding.fold($1) }) {
                return Match(id: id, length: name.count, isExact: candidate.elementsEqual(name))
            }
        }
        return nil
    }
}
