/// A text as a model reads it.
public struct TokenizedText: Sendable, Hashable {
    /// Start token, the text's tokens, end token; without padding.
    public let ids: [Int32]
    /// How many of the text's tokens did not fit and were dropped at its end.
    public let cut: Int
    /// The text of the dropped tokens, in lower case; empty if there are none.
    public let cutText: String

    /// Whether tokens were dropped.
    public var truncated: Bool { cut > 0 }

    init(ids: [Int32], cut: Int, cutText: String) {
        self.ids = ids
        self.cut = cut
        self.cutText = cutText
    }
}
