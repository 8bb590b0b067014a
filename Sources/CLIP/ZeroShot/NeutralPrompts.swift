/// Sentences that fit any picture, against which a label is measured alone.
///
/// A softmax over labels answers "which of these?". To answer "is it this at all?" the label's cosine
/// is put into a softmax with those of sentences that say nothing about the content; the label's part
/// is its score. It is a contrast, not a calibrated probability.
public struct NeutralPrompts: Sendable, Hashable {
    /// The set's name.
    public let name: String
    /// The sentences.
    public let prompts: [String]

    /// A set of own sentences.
    ///
    /// - Throws: `PromptError` when there is none.
    public init(name: String, prompts: [String]) throws(PromptError) {
        guard !prompts.isEmpty else { throw PromptError("the neutral set \"\(name)\" has no prompts") }
        self.init(known: name, prompts)
    }

    private init(known name: String, _ prompts: [String]) {
        self.name = name
        self.prompts = prompts
    }

    /// Eight sentences about no thing in particular.
    public static let everyday = NeutralPrompts(
        known: "everyday",
        [
            "a photo.", "a picture.", "an image.", "a photo of something.", "a photo of a thing.",
            "a photo of an object.", "a photo of a place.", "a photo of a scene.",
        ])
}
