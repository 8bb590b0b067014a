/// A sentence with a place for a label: "a photo of a {}." (paper §3.1.4).
///
/// The place is written `{}`, as OpenAI and OpenCLIP do, or `{c}`, as CLIP_benchmark does; every one
/// in the sentence is filled.
public struct PromptTemplate: Sendable, Hashable, CustomStringConvertible {
    /// The sentence as it was given.
    public let text: String

    /// The sentence.
    public var description: String { text }

    /// Takes a sentence that has a place.
    ///
    /// - Throws: `PromptError` when it has none: every label would get the same prompt.
    public init(_ text: String) throws(PromptError) {
        guard Self.hasPlace(text) else {
            throw PromptError(
                "the template \"\(text)\" has no place for the label: write {} or {c} where it belongs")
        }
        self.text = text
    }

    /// A sentence of a set that this library carries; a test shows that each has a place.
    init(known text: String) {
        self.text = text
    }

    /// The prompt for `label`.
    public func filled(with label: String) -> String {
        Self.fill(text, with: label)
    }

    static func hasPlace(_ text: String) -> Bool {
        text.contains("{}") || text.contains("{c}")
    }

    /// Fills every place; a label that itself contains "{}" is taken literally.
    static func fill(_ text: String, with label: String) -> String {
        var filled = ""
        var rest = Substring(text)
        while let brace = rest.firstIndex(of: "{") {
            filled += rest[..<brace]
            rest = rest[brace...]
            if let place = ["{}", "{c}"].first(where: rest.hasPrefix) {
                filled += label
                rest = rest.dropFirst(place.count)
            } else {
                filled.append(rest.removeFirst())
            }
        }
        return filled + rest
    }
}
