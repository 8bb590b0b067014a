/// A text as a model reads it.
public struct TokenizedText: Sendable, Hashable {
    /// Start token, the text's tokens, end token; without padding.
    public let ids: [Int32]
    /// How many of the text's tokens did not fit and were dropped at its end.
    public let cut: Int

    /// Whether tokens were dropped.
    public var truncated: Bool { cut > 0 }

    init(ids: [Int32], cut: Int) {
        self.ids = ids
        self.cut = cut
    }
}
