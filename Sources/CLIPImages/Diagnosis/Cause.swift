/// One thing that may differ between two ways of preparing a picture.
public struct DifferenceCause: Sendable, Hashable {
    /// A name for programs, such as "channel_order".
    public let name: String
    /// What the other tool did, as part of a sentence.
    public let words: String
    /// What makes both the same; nil where there is nothing short to say.
    public let remedy: String?

    init(_ name: String, _ words: String, remedy: String? = nil) {
        self.name = name
        self.words = words
        self.remedy = remedy
    }
}
