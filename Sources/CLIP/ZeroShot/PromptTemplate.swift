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
        text.utf8.indices.contains { placeEnd(in: text.utf8[$0...]) != nil }
    }

    /// Fills every place; a label that itself contains "{}" is taken literally.
    static func fill(_ text: String, with label: String) -> String {
        var filled: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            if let end = placeEnd(in: rest) {
                filled += label.utf8
                rest = rest[end...]
            } else {
                filled.append(byte)
                rest.removeFirst()
            }
        }
        return String(decoding: filled, as: UTF8.self)
    }

    /// Where the place that a text begins with ends. By bytes: behind "{}" a language may put an ending that begins with
    /// a vowel sign (Bengali's "{}ের"), and that makes one `Character` with the brace.
    private static func placeEnd(in text: Substring.UTF8View) -> String.Index? {
        guard text.first == UInt8(ascii: "{") else { return nil }
        for place in ["{}", "{c}"] where text.starts(with: place.utf8) {
            return text.index(text.startIndex, offsetBy: place.utf8.count)
        }
        return nil
    }
}
