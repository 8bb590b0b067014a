internal import CLIP
internal import CLIPText

/// The classes' prompts as token ids: start, places for M learned vectors, the class's name with a full stop, end
/// (CoOp's class token position "end").
struct ContextPrompts: Sendable {
    /// One list of ids for each class.
    let texts: [[Int32]]
    /// Where the first learned vector stands.
    static let place = 1
    // What stands where learned vectors will; any id that is not the end's, which poolings look for.
    private static let placeholder: Int32 = 0

    /// - Throws: where names and vectors do not fit the model's context.
    init(
        classes: [String], learned count: Int, tokenizer: Tokenizer, contextLength: Int
    ) throws(ContextLearningError) {
        var texts: [[Int32]] = []
        for name in classes {
            let words = tokenizer.encode(Self.written(name))
            let room = contextLength - words.count - 2
            guard count <= room else {
                throw ContextLearningError(
                    "\(count) context vectors: the prompt of \"\(name)\" has room for \(max(room, 0)) beside its "
                        + "\(words.count) tokens in this model's \(contextLength); take fewer, or a shorter name"
                )
            }
            texts.append(
                [tokenizer.startToken] + [Int32](repeating: Self.placeholder, count: count) + words
                    + [tokenizer.endToken])
        }
        self.texts = texts
    }

    /// Ready token ids, with places for learned vectors behind the start token.
    init(texts: [[Int32]]) { self.texts = texts }

    /// What stands behind the learned vectors.
    static func written(_ name: String) -> String {
        String(name.map { $0 == "_" ? " " : $0 }) + "."
    }
}
