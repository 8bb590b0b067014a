/// Texts as CLIP's tokenizers read them: they know no capitals, and of white space only that there is some.
enum SpokenText {
    /// What is equal here is one text to the model.
    static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
